import { z } from 'zod';

/** One line typed on the Console, for one group or for none. */
export const consoleSchema = z.strictObject({
  groupId: z.uuid('Escolha um grupo.').nullable(),
  text: z.string().trim().min(1, 'Digite um comando.').max(500, 'Use até 500 letras.'),
});
