import { z } from 'zod';

const whole = (sentence: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,7}$/, sentence)
    .transform((typed) => (typed === '' ? null : Number(typed)));

/** Credits as a person read them off the panel; blank: not counted, not warned. */
export const creditsSchema = z
  .strictObject({
    id: z.uuid('Este servidor não existe mais.'),
    left: whole('Escreva um número inteiro, como 250.'),
    /** What stood in `left` when the form was opened: unchanged, it is no new count. */
    shown: whole('Abra a página de novo.'),
    warnBelow: whole('Escreva um número inteiro, como 20.'),
  })
  .refine(({ left, warnBelow }) => warnBelow === null || left !== null, {
    path: ['left'],
    error: 'Diga quantos créditos restam hoje para o aviso ter de onde contar.',
  });
