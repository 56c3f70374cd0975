import { z } from 'zod';

const id = z.uuid('Este comprovante não existe mais.');
export const receiptIdSchema = z.strictObject({ id });

/** A repeat that a person has looked at: the newest of its texts that was shown. */
export const seenSchema = z.strictObject({ id, seen: z.iso.datetime().transform((text) => new Date(text)) });

/** What a person decides about a receipt: for whom, in which group, which package. */
export const decisionSchema = z.strictObject({
  id,
  number: z.string().trim().min(1, 'Escreva o número que recebe os dados.').max(30, 'Use até 30 letras.'),
  groupId: z.union([z.literal(''), z.uuid()]).refine((value) => value !== '', { error: 'Escolha o grupo.' }),
  priceId: z.union([z.literal(''), z.uuid()]).refine((value) => value !== '', { error: 'Escolha o pacote.' }),
  orderOnly: z.boolean(),
});

/** A customer's message that a person pastes for the group it was written in. */
export const pasteSchema = z.strictObject({
  groupId: z.union([z.literal(''), z.uuid()]).refine((value) => value !== '', { error: 'Escolha o grupo.' }),
  text: z
    .string()
    .trim()
    .min(1, 'Cole a mensagem do cliente.')
    .max(4_000, 'Cole só a mensagem do comprovante.'),
});
