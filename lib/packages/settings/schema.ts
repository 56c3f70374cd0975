import { z } from 'zod';
import { parseMoney } from '@/lib/money';
import { sheetUrlOrBlank } from '@/lib/sheets/schema';

const whole = (least: number, most: number, words: string) =>
  z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : typed),
    z.number({ error: words }).int(words).min(least, words).max(most, words),
  );
const cents = z
  .string()
  .trim()
  .transform((typed) => parseMoney(typed) ?? Number.NaN)
  .pipe(
    z.number({ error: 'Digite um valor como 12,50.' }).int().min(0).max(10_000_000, 'Valor alto demais.'),
  );
const blankOr = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() === '' ? null : typed),
    schema.nullable(),
  );

const MB = 'Digite de 1 a 100000 MB.';
const mb = whole(1, 100_000, MB);

/** How a reseller's packages work. */
export const rulesForm = z.strictObject({
  latePolicy: z.enum(['deliver', 'skip', 'ask']),
  slotMb: mb,
  slotCents: cents,
  /** Blank: no loyalty bonus. */
  bonusEvery: blankOr(whole(2, 1_000, 'Digite de 2 a 1000, ou deixe em branco.')),
  bonusMb: blankOr(whole(0, 100_000, 'Digite de 0 a 100000 MB.')),
  notice: z.boolean(),
});
export type RulesInput = z.output<typeof rulesForm>;

/** A length beside the standard ones, or a standard one with values of its own. */
export const typeForm = z.strictObject({
  groupId: z.union([z.uuid(), z.literal('')]).transform((id) => id || null),
  days: whole(1, 365, 'Digite de 1 a 365 dias.'),
  name: z.string().trim().min(1, 'Dê um nome ao tipo.').max(40, 'Use até 40 letras.'),
  slotMb: blankOr(mb),
  slotCents: z
    .string()
    .trim()
    .transform((typed) => (typed === '' ? null : (parseMoney(typed) ?? Number.NaN)))
    .pipe(
      z
        .number({ error: 'Digite um valor como 12,50, ou deixe em branco.' })
        .int()
        .min(0)
        .max(10_000_000, 'Valor alto demais.')
        .nullable(),
    ),
});
export type TypeInput = z.output<typeof typeForm>;
export const typeRef = z.strictObject({ id: z.uuid() });

const book = z.enum(['orders', 'payments']);

/** A book's own script. A blank address keeps the stored one. */
export const bookForm = z.strictObject({
  book,
  url: sheetUrlOrBlank,
  atOnce: whole(1, 20, 'Digite de 1 a 20 envios.'),
});
export type BookInput = z.output<typeof bookForm>;
export const bookRef = z.strictObject({ book });
