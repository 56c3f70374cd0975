import { z } from 'zod';

// A header cannot carry anything else.
const secret = (what: string) =>
  z
    .string()
    .trim()
    .max(300, 'Use até 300 letras.')
    .regex(/^[\x21-\x7e]*$/, `${what} tem só letras, números e sinais, sem espaços.`);

/** The connect form. What is left empty keeps its stored value. */
export const accountForm = z.strictObject({
  token: secret('O token'),
  secret: secret('O segredo'),
  payerEmail: z.email('Digite um e-mail como recibos@exemplo.com.').max(120, 'Use até 120 letras.'),
});
export type AccountInput = z.output<typeof accountForm>;

/** An act on the reseller's one account names nothing. */
export const noInput = z.strictObject({});

/** What a visitor of an invoice holds: its link. */
export const linkForm = z.strictObject({ token: z.string().max(40) });

/** The provider's number of a payment. */
export const paymentId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
