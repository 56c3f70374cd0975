import { z } from 'zod';
import { MOST_ROWS } from './rules';

const invoiceIds = z
  .array(z.uuid())
  .min(1, 'Marque ao menos uma fatura.')
  .max(MOST_ROWS, `Marque até ${MOST_ROWS} faturas por vez.`);

export const selection = z.strictObject({ invoiceIds });

/** `bulkId` is made in the browser before the first press: the same press twice is one batch. */
export const bulkForm = z.strictObject({ bulkId: z.uuid(), invoiceIds });
