import { z } from 'zod';

/** One line typed on the Console, in one group or in none. */
export const consoleSchema = z.strictObject({
  groupId: z.uuid('Escolha um grupo.').nullable(),
  /** With the rights of the admin of all groups, or only of this one. */
  everywhere: z.boolean(),
  text: z.string().trim().min(1, 'Digite um comando.').max(500, 'Use até 500 letras.'),
});
export type ConsoleInput = z.output<typeof consoleSchema>;
