import { z } from 'zod';
import { exceedsMost, parseMoney } from '@/lib/money';
import type { Country } from '@/lib/phone';
import { numberFault } from './messages';

const reference = z
  .string()
  .trim()
  .min(1, 'Escreva a referência, como ABC123.')
  .max(30, 'Use até 30 letras.');
const number = z
  .string()
  .trim()
  .min(1, 'Escreva o número que recebe os dados.')
  .max(30, 'Use até 30 letras.');

/** The number as a form checks it while it is typed; whether it exists is for the server. */
export const soldNumber = (country: Country) => ({
  number: number.superRefine((typed, ctx) => {
    const message = numberFault(typed, country);
    if (message) ctx.addIssue({ code: 'custom', message });
  }),
});

/** *Agendar renovações*: the package itself was sent by hand, only its renewals are ours. */
export const scheduleForm = z.strictObject({
  days: z
    .string()
    .regex(/^\d{1,3}$/, 'Escolha o tipo do pacote.')
    .transform(Number),
  reference,
  number,
  /** Blank: without a group. */
  groupId: z.union([z.literal(''), z.uuid()], { error: 'Escolha o grupo.' }),
});

/** *Ativar pacote pago*: the group's price table says what was bought. */
export const paidForm = z.strictObject({
  reference,
  number,
  groupId: z.uuid('Escolha o grupo: os preços são dele.'),
  amount: z
    .string()
    .max(20, 'Use um valor menor.')
    .transform((typed, ctx) => {
      const cents = parseMoney(typed);
      if (cents !== null && cents > 0) return cents;
      const message = exceedsMost(typed) ? 'Use um valor menor.' : 'Escreva o valor pago, como 44.';
      ctx.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
  /** Which of the packages at this price; blank while there is only one. */
  priceId: z.union([z.literal(''), z.uuid()], { error: 'Escolha o pacote.' }),
});

export const groupRef = z.strictObject({ groupId: z.uuid() });
export const packageRef = z.strictObject({ id: z.uuid('Pacote não encontrado.') });
export const extendForm = z.strictObject({
  id: z.uuid('Pacote não encontrado.'),
  days: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,2}$/, 'Use de 1 a 365 dias.')
    .transform(Number)
    .refine((n) => n <= 365, 'Use de 1 a 365 dias.'),
});
export const decideForm = z.strictObject({ slotId: z.uuid(), decision: z.enum(['deliver', 'skip']) });
