import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { clients } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { invoices } from './invoices';
import { resellers } from './resellers';

/** One act on many invoices or clients. The key is made in the browser: the same press twice is one batch. */
export const bulks = pgTable(
  'bulks',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    userId: uuid('user_id').notNull(),
    userName: text('user_name').notNull(),
    act: text('act', {
      enum: ['pay', 'suspend', 'activate', 'plan', 'archive', 'restore', 'message', 'move'],
    }).notNull(),
    /** What the act needs beside its rows: where to move, the wording to fill. Never a password. */
    detail: jsonb('detail').notNull().default({}).$type<{
      planId?: string;
      plan?: string;
      text?: string;
      serverId?: string;
      server?: string;
      /** Whether that server has a panel. */
      panel?: boolean;
      /** The plan there for each plan here, by id. */
      plans?: Record<string, string>;
      /** Whether the accounts left behind are suspended once the new ones exist. */
      suspend?: boolean;
    }>(),
    createdAt: createdAt(),
  },
  (t) => [unique('bulks_scope').on(t.resellerId, t.id)],
);

/** One invoice or client of a batch. A payment's row lends its key to the payment: doing it again is harmless. */
export const bulkRows = pgTable(
  'bulk_rows',
  {
    id: id(),
    resellerId: resellerId(),
    bulkId: uuid('bulk_id').notNull(),
    invoiceId: uuid('invoice_id'),
    clientId: uuid('client_id'),
    position: integer('position').notNull(),
    /** `skipped`: there was nothing to do, or a person stopped the batch before it came to this row. */
    state: text('state', { enum: ['pending', 'done', 'skipped', 'failed'] })
      .notNull()
      .default('pending'),
    /** Why it was skipped or failed; a key of the act's messages in lib/bulk. */
    reason: text('reason'),
    failures: integer('failures').notNull().default(0),
    nextRunAt: instant('next_run_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('bulk_rows_invoice_once').on(t.invoiceId, t.bulkId),
    unique('bulk_rows_client_once').on(t.clientId, t.bulkId),
    index('bulk_rows_list').on(t.bulkId, t.position),
    index('bulk_rows_due').on(t.nextRunAt).where(sql`${t.state} = 'pending'`),
    index('bulk_rows_open').on(t.bulkId, t.position).where(sql`${t.state} in ('pending', 'failed')`),
    foreignKey({ columns: [t.resellerId, t.bulkId], foreignColumns: [bulks.resellerId, bulks.id] }),
    foreignKey({ columns: [t.resellerId, t.invoiceId], foreignColumns: [invoices.resellerId, invoices.id] }),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
    check('bulk_rows_settled', sql`(${t.state} = 'pending') = (${t.settledAt} is null)`),
    check('bulk_rows_about_one', sql`num_nonnulls(${t.invoiceId}, ${t.clientId}) = 1`),
  ],
);
