import { z } from 'zod';
import { isDay } from '@/lib/time';

export const RESEND_WORD = 'REENVIAR';

export const deliveryRef = z.strictObject({ id: z.uuid('Entrega não encontrada.') });

/** A second send may cost a second credit, so it is typed, not clicked. */
export const resendForm = z.strictObject({
  id: z.uuid('Entrega não encontrada.'),
  word: z
    .string()
    .trim()
    .max(20)
    .refine((typed) => typed.toUpperCase() === RESEND_WORD, `Digite ${RESEND_WORD} para confirmar.`),
});

export const byHandForm = z.strictObject({
  id: z.uuid('Entrega não encontrada.'),
  expiresOn: z.string().max(10).refine(isDay, 'Escolha a data que o painel mostra.'),
});
