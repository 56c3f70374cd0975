import { z } from 'zod';

/** What the session cookie carries. */
export const sessionClaims = z.object({ userId: z.uuid(), sessionVersion: z.number().int() });

/**
 * An e-mail address in one form. Compatibility characters are folded before the check, because they turn
 * into @ and dots afterwards (attack S28).
 */
export const emailField = z
  .string('Informe o e-mail.')
  .max(254, 'Use até 254 letras.')
  .transform((typed) =>
    typed
      .normalize('NFKC')
      .replace(/^ +| +$/g, '')
      .toLowerCase(),
  )
  .pipe(z.email('Escreva um e-mail válido, como nome@exemplo.com.').max(254, 'Use até 254 letras.'));

/** A password somebody chooses. */
export const newPasswordField = z
  .string('Informe a senha.')
  .min(8, 'Use pelo menos 8 caracteres.')
  .max(128, 'Use até 128 caracteres.');

/** A password somebody proves to know: never longer than one can be (attack S30). */
export const knownPasswordField = z
  .string('Informe a senha.')
  .min(1, 'Informe a senha.')
  .max(128, 'Use até 128 caracteres.');

/** A six-digit code, as apps show it: with or without a space. */
export const codeField = z
  .string('Informe o código.')
  .max(20, 'O código tem 6 números.')
  .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'O código tem 6 números.'));

/** What a sign-in brings; an empty code is no code. */
export const credentials = z.object({
  email: emailField,
  password: knownPasswordField,
  code: z.union([z.literal('').transform(() => undefined), codeField]).optional(),
});

/** The login page's form. */
export const signInForm = z.strictObject({
  email: emailField,
  password: knownPasswordField,
  code: z.string().max(20, 'O código tem 6 números.').optional(),
  callbackUrl: z.string().max(500).optional(),
});
