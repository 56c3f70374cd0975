import { z } from 'zod';
import { codeField, emailField, knownPasswordField, newPasswordField } from '../auth/schema';
import { GIVEN_ROLES } from './rules';

const personName = z
  .string('Informe o nome.')
  .trim()
  .min(1, 'Informe o nome.')
  .max(80, 'Use até 80 letras.')
  .regex(/^[^\p{Cc}]*$/u, 'Use só letras, números e espaços.');

const role = z.enum(GIVEN_ROLES, 'Escolha um perfil.');

export const newUser = z.strictObject({ name: personName, email: emailField, role });
export const userRef = z.strictObject({ userId: z.uuid() });
export const userRole = z.strictObject({ userId: z.uuid(), role });
export const userAccess = z.strictObject({ userId: z.uuid(), enabled: z.boolean() });

export const passwordChange = z
  .strictObject({ current: knownPasswordField, next: newPasswordField })
  .refine((p) => p.current !== p.next, { path: ['next'], message: 'Escolha uma senha diferente da atual.' });

export const totpCode = z.strictObject({ code: codeField });
export const passwordProof = z.strictObject({ password: knownPasswordField });
