import { z } from 'zod';
import { exceedsMost, parseMoney } from '@/lib/money';
import { sheetUrlOrBlank } from '@/lib/sheets/schema';
import { readJid } from './rules';

const name = (most: number) =>
  z.string().trim().min(1, 'Escreva um nome.').max(most, `Use até ${most} letras.`);

/** Blank means the reseller's own value. */
const ownMb = z
  .string()
  .trim()
  .refine((text) => text === '' || (/^\d{1,6}$/.test(text) && Number(text) > 0), {
    error: 'Use um número inteiro de megabytes, ou deixe em branco.',
  })
  .transform((text) => (text === '' ? null : Number(text)));

const ownCents = z
  .string()
  .trim()
  .max(20, 'Use um valor menor.')
  .refine((text) => text === '' || parseMoney(text) !== null || exceedsMost(text), {
    error: 'Escreva um valor, como 12,50, ou deixe em branco.',
  })
  .refine((text) => !exceedsMost(text), { error: 'Use um valor menor.' })
  .transform((text) => (text === '' ? null : parseMoney(text)));

const groupId = z.uuid('Este grupo não existe mais.');
export const groupIdSchema = z.strictObject({ id: groupId });

export const groupSchema = z.strictObject({
  id: groupId.optional(),
  name: name(80),
  jid: z
    .string()
    .trim()
    .max(60, 'Use até 60 letras.')
    .transform((typed, ctx) => {
      if (typed === '') return null;
      const jid = readJid(typed);
      if (jid) return jid;
      ctx.addIssue({ code: 'custom', message: 'Cole o id do grupo, como 120363000000000000@g.us.' });
      return z.NEVER;
    }),
  slotMb: ownMb,
  slotCents: ownCents,
});
export type GroupForm = z.input<typeof groupSchema>;

/** One book of the group's own: `own` with a blank address keeps the stored one. */
const book = z.enum(['inherit', 'own']);
export const groupSheetsSchema = z.strictObject({
  id: groupId,
  orders: book,
  ordersUrl: sheetUrlOrBlank,
  payments: book,
  paymentsUrl: sheetUrlOrBlank,
  /** Even though no script answered at a typed address. */
  anyway: z.boolean(),
});

/** Who may give commands. The number is read later, by the rules of the reseller's country. */
export const adminSchema = z.strictObject({
  groupId,
  name: name(60),
  phone: z.string().trim().min(1, 'Escreva o número.').max(30, 'Use até 30 letras.'),
  everywhere: z.boolean(),
});
export const adminIdSchema = z.strictObject({ id: z.uuid('Este administrador não existe mais.') });
