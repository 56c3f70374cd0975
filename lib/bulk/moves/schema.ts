import { z } from 'zod';
import { choiceSchema } from '@/lib/clients/schema';

const target = {
  choice: choiceSchema,
  serverId: z.uuid('Escolha o servidor de destino.'),
  /** The plan there for each plan here. */
  plans: z
    .record(z.uuid(), z.uuid('Escolha um plano para cada plano de hoje.'))
    .refine((plans) => Object.keys(plans).length <= 500, 'São planos demais para um lote só.'),
  suspend: z.boolean(),
};

export const movePreviewForm = z.strictObject(target);

export const moveStartForm = z.strictObject({
  ...target,
  /** Made in the browser before the first press: the same press twice is one batch. */
  bulkId: z.uuid('Recarregue a página e tente de novo.'),
  expected: z.int().min(1),
});
