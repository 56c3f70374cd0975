import { z } from 'zod';

// A header cannot carry anything else.
const secret = (what: string) =>
  z
    .string()
    .trim()
    .max(600, 'Use até 600 letras.')
    .regex(/^[\x21-\x7e]*$/, `${what} tem só letras, números e sinais, sem espaços.`);

/** The connect form. What is left empty keeps its stored value. */
export const cloudSchema = z.strictObject({
  phoneId: z
    .string()
    .trim()
    .regex(/^\d{5,25}$/, 'Digite a identificação do número, só números, como está no painel da Meta.'),
  token: secret('O token'),
  appSecret: secret('O segredo'),
});
export type CloudInput = z.output<typeof cloudSchema>;
