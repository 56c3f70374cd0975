import { z } from 'zod';

const RECEIPT_TABS = ['decide', 'waiting', 'used', 'all'] as const;
export type ReceiptTab = (typeof RECEIPT_TABS)[number];

/** The page's address; anything else is the first tab from its beginning. */
export const receiptFilters = z.object({
  tab: z.enum(RECEIPT_TABS).catch('decide'),
  after: z.uuid().nullable().catch(null),
});
