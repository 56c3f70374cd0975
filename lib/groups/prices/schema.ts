import { z } from 'zod';
import { exceedsMost, parseMoney } from '@/lib/money';
import { MOST_MB } from './items/rules';
import { MOST_PASTED } from './pasted/rules';

const price = z
  .string()
  .trim()
  .max(20, 'Use um valor menor.')
  .refine((text) => (parseMoney(text) ?? 0) > 0 || exceedsMost(text), { error: 'Escreva o preço, como 44.' })
  .refine((text) => !exceedsMost(text), { error: 'Use um valor menor.' })
  .transform((text) => parseMoney(text) ?? 0);
const mb = z
  .string()
  .trim()
  .refine((text) => /^\d{1,8}$/.test(text) && Number(text) > 0 && Number(text) <= MOST_MB, {
    error: 'Use um número inteiro de megabytes.',
  })
  .transform(Number);

/** One row of the grid: texts as typed in, numbers out. */
const priceRowSchema = z.strictObject({
  price,
  mb,
  /** Days of renewals; null: sold without them. */
  days: z.number().int().min(1).max(365).nullable(),
  label: z.string().trim().max(80, 'Use até 80 letras.'),
  chosen: z.boolean(),
});

export const priceTableSchema = z.strictObject({
  groupId: z.uuid('Este grupo não existe mais.'),
  /** The version that was edited; 0 where there was none. */
  base: z.number().int().min(0),
  source: z.string().max(MOST_PASTED, 'O texto é grande demais.'),
  rows: z.array(priceRowSchema).max(300, 'Use até 300 preços.'),
  /** Tied prices left on purpose to be decided at every payment, in centavos. */
  left: z.array(z.number().int()).max(300),
});
export type PriceTableInput = z.output<typeof priceTableSchema>;
