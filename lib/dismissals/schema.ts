import { z } from 'zod';

const ref = {
  id: z.uuid('Entrega não encontrada.'),
  kind: z.enum(['account', 'sheet', 'message'], 'Entrega não encontrada.'),
};

/** Why something leaves the board: it stands in its history. */
export const becauseField = z
  .string()
  .trim()
  .min(3, 'Escreva o motivo.')
  .max(300, 'Use até 300 letras.')
  .regex(/^[^\p{Cc}]*$/u, 'Escreva em uma linha.');

export const dismissForm = z.strictObject({ ...ref, because: becauseField });
export const bringBackRef = z.strictObject({
  id: z.uuid('Entrega não encontrada.'),
  kind: z.enum(['renewal', 'account', 'sheet', 'message'], 'Entrega não encontrada.'),
});
