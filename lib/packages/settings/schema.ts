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
export const rulesForm = z
  .strictObject({
    latePolicy: z.enum(['deliver', 'skip', 'ask']),
    slotMb: mb,
    slotCents: cents,
    /** Blank: no loyalty bonus. */
    bonusEvery: blankOr(whole(2, 1_000, 'Digite de 2 a 1000, ou deixe em branco.')),
    bonusMb: blankOr(whole(0, 100_000, 'Digite de 0 a 100000 MB.')),
    notice: z.boolean(),
  })
  .refine(({ bonusEvery, bonusMb }) => bonusEvery === null || Boolean(bonusMb), {
    path: ['bonusMb'],
    error: 'Diga quantos MB tem o bônus, ou apague a cada quantos pacotes ele vem.',
  })
  .refine(({ bonusEvery, bonusMb }) => bonusEvery !== null || !bonusMb, {
    path: ['bonusEvery'],
    error: 'Diga a cada quantos pacotes vem o bônus, ou apague os MB dele.',
  });
export type RulesInput = z.output<typeof rulesForm>;

/** What may be said of a type after it was made. */
const typeValues = {
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
};

/** A length beside the standard ones, or a standard one with values of its own. */
export const typeForm = z.strictObject({
  groupId: z.union([z.uuid(), z.literal('')]).transform((id) => id || null),
  days: whole(1, 365, 'Digite de 1 a 365 dias.'),
  ...typeValues,
});
export type TypeInput = z.output<typeof typeForm>;
/** A type that exists, with other values: its length and its group stay. */
export const typeChange = z.strictObject({ id: z.uuid(), ...typeValues });
export type TypeChange = z.output<typeof typeChange>;
export const typeRef = z.strictObject({ id: z.uuid() });

const book = z.enum(['orders', 'payments']);

/** A book's own script. A blank address keeps the stored one; `anyway`: even though no script answered there. */
export const bookForm = z.strictObject({
  book,
  url: sheetUrlOrBlank,
  atOnce: whole(1, 20, 'Digite de 1 a 20 envios.'),
  anyway: z.boolean(),
});
export type BookInput = Omit<z.output<typeof bookForm>, 'anyway'>;
export const bookRef = z.strictObject({ book });
