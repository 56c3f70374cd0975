import { z } from 'zod';
import { emailField, newPasswordField } from '../auth/schema';
import { parsePixKey } from './rules';

const companyName = z
  .string('Informe o nome da empresa.')
  .trim()
  .min(1, 'Informe o nome da empresa.')
  .max(80, 'Use até 80 letras.')
  .regex(/^[^\p{Cc}]*$/u, 'Use só letras, números e espaços.');

export const newReseller = z.strictObject({
  name: companyName,
  email: emailField,
  password: newPasswordField,
  country: z.enum(['BR', 'MZ'], 'Escolha BR ou MZ.'),
});

export const recovery = z.strictObject({ email: emailField, password: newPasswordField });

/** The company's settings. Empty texts mean none; the zone is checked against the reseller's country. */
export const companySettings = z.strictObject({
  name: companyName,
  timezone: z.string().max(40, 'Escolha um fuso da lista.'),
  invoiceLeadDays: z.coerce
    .number('Informe os dias.')
    .int('Use um número inteiro.')
    .min(0, 'Use de 0 a 60 dias.')
    .max(60, 'Use de 0 a 60 dias.'),
  neverResend: z.boolean(),
  digest: z.boolean(),
  phone: z.string().max(30, 'Use até 30 letras.'),
  pixKey: z
    .string()
    .max(100, 'Use até 100 letras.')
    .refine((v) => v.trim() === '' || parsePixKey(v) !== null, {
      message: 'Escreva um CPF, CNPJ, e-mail, chave aleatória ou telefone com +55.',
    }),
  pixCity: z
    .string()
    .trim()
    .max(15, 'Use até 15 letras.')
    .regex(/^[\p{L}\p{M}\d .'-]*$/u, 'Use só letras e espaços.'),
});
