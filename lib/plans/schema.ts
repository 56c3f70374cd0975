import { z } from 'zod';
import { parseMoney } from '@/lib/money';

const whole = (empty: string, least: number, most: number, range: string) =>
  z
    .string()
    .trim()
    .max(10, range)
    .min(1, empty)
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, range)
    .transform(Number);

/** The plan's form: texts as typed in, numbers out. A blank package means none. */
export const planSchema = z
  .strictObject({
    id: z.uuid('Este plano não existe mais.').optional(),
    name: z.string().trim().min(1, 'Dê um nome ao plano.').max(80, 'Use até 80 letras.'),
    price: z
      .string()
      .trim()
      .max(30, 'Use até 30 letras.')
      .min(1, 'Diga quanto custa.')
      .refine((text) => parseMoney(text) !== null, 'Escreva um valor, como 35,90.')
      .transform((text) => parseMoney(text) ?? 0),
    days: whole('Diga quantos dias o plano vale.', 1, 3650, 'Use um número inteiro de 1 a 3650.'),
    serverId: z.string().max(60, 'Escolha o servidor.').pipe(z.uuid('Escolha o servidor.')),
    packageId: z
      .string()
      .max(100, 'Escolha um pacote da lista.')
      .transform((text) => text || null),
    screens: whole('Diga quantas telas.', 1, 100, 'Use um número inteiro de 1 a 100.'),
  })
  .transform(({ price, ...plan }) => ({ ...plan, priceCents: price }));

export type PlanForm = z.input<typeof planSchema>;
export type PlanInput = z.output<typeof planSchema>;

export const planIdSchema = z.strictObject({ id: z.uuid('Este plano não existe mais.') });
