import { z } from 'zod';
import { becauseField } from '../dismissals/schema';

export const RESEND_WORD = 'REENVIAR';
export const CLOSE_WORD = 'ENCERRAR';

export const deliveryRef = z.strictObject({ id: z.uuid('Entrega não encontrada.') });

const typed = (word: string) =>
  z.strictObject({
    id: z.uuid('Entrega não encontrada.'),
    word: z
      .string()
      .trim()
      .max(20, `Digite ${word} para confirmar.`)
      .refine((text) => text.toUpperCase() === word, `Digite ${word} para confirmar.`),
  });

/** A second send may cost a second credit, so it is typed, not clicked. */
export const resendForm = typed(RESEND_WORD);

/** Giving up on the proof of something paid, so it is typed too, with the reason. */
export const closeForm = typed(CLOSE_WORD).extend({ because: becauseField });
