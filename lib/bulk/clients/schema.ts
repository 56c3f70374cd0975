import { z } from 'zod';
import { choiceSchema } from '@/lib/clients/schema';
import { faultWords } from '@/lib/templates/messages';
import { TEMPLATE_MAX, templateFault } from '@/lib/templates/rules';

const act = z.enum(['suspend', 'activate', 'archive', 'restore'], 'Esta ação não existe.');
const planId = z.uuid('Escolha o plano.');
/** Made in the browser before the first press: the same press twice is one batch. */
const bulkId = z.uuid('Recarregue a página e tente de novo.');
/** How many the person was told: when it is another number by now, they look again. */
const expected = z.int().min(1);

/** A text refused when it could be sent to nobody. */
const text = z
  .string()
  .trim()
  .max(TEMPLATE_MAX, 'Use até 2.000 letras.')
  .superRefine((body, context) => {
    const fault = templateFault('custom', body);
    if (fault) context.addIssue({ code: 'custom', message: faultWords(fault.fault, fault.variable) });
  });

export const choiceForm = z.strictObject({ choice: choiceSchema });

export const previewForm = z.union([
  z.strictObject({ choice: choiceSchema, act }),
  z.strictObject({ choice: choiceSchema, act: z.literal('plan'), planId }),
]);

const batch = { bulkId, choice: choiceSchema, expected };
export const startForm = z.union([
  z.strictObject({ ...batch, act }),
  z.strictObject({ ...batch, act: z.literal('plan'), planId }),
]);

export const messageForm = z.strictObject({ ...batch, text });
