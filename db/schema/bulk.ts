import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { invoices } from './invoices';
import { resellers } from './resellers';

/** One press of *Marcar N como pagas*. The key is made in the browser: the same press twice is one batch. */
export const bulkPayments = pgTable(
  'bulk_payments',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    userId: uuid('user_id').notNull(),
    userName: text('user_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('bulk_payments_scope').on(t.resellerId, t.id)],
);

/** One invoice of a batch. Its key is the payment's and the renewal's: doing the row again is harmless. */
export const bulkPaymentRows = pgTable(
  'bulk_payment_rows',
  {
    id: id(),
    resellerId: resellerId(),
    bulkId: uuid('bulk_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    position: integer('position').notNull(),
    /** `skipped`: somebody else had paid it, or a person took this payment back. */
    state: text('state', { enum: ['pending', 'paid', 'skipped', 'failed'] })
      .notNull()
      .default('pending'),
    /** Why it was skipped or failed; a key of lib/bulk/messages.ts. */
    reason: text('reason'),
    failures: integer('failures').notNull().default(0),
    nextRunAt: instant('next_run_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('bulk_payment_rows_once').on(t.bulkId, t.invoiceId),
    index('bulk_payment_rows_due').on(t.nextRunAt).where(sql`${t.state} = 'pending'`),
    foreignKey({
      columns: [t.resellerId, t.bulkId],
      foreignColumns: [bulkPayments.resellerId, bulkPayments.id],
    }),
    foreignKey({ columns: [t.resellerId, t.invoiceId], foreignColumns: [invoices.resellerId, invoices.id] }),
    check('bulk_payment_rows_settled', sql`(${t.state} = 'pending') = (${t.settledAt} is null)`),
  ],
);
