import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';

/** A Google script that a reseller posts orders or payments to. Its address is a key, so it is sealed. */
export const sheets = pgTable(
  'sheets',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    book: text('book', { enum: ['orders', 'payments'] }).notNull(),
    urlEncrypted: text('url_encrypted').notNull(),
    /** SHA-256 of the address: what the limit of calls at once applies to, whoever's sheet it is. */
    urlHash: text('url_hash').notNull(),
    /** What a screen may show of it: the host and the last letters. */
    shown: text('shown').notNull(),
    /** Posts in flight at most (channels.md section 2). */
    atOnce: integer('at_once').notNull().default(8),
    createdAt: createdAt(),
  },
  (t) => [
    unique('sheets_scope').on(t.resellerId, t.id),
    uniqueIndex('sheets_once').on(t.resellerId, t.book, t.urlHash),
    index('sheets_by_address').on(t.urlHash),
  ],
);

/** One address's pace: who drains it now, how many posts it bears, until when it is left alone. */
export const sheetGates = pgTable('sheet_gates', {
  urlHash: text('url_hash').primaryKey(),
  allowed: integer('allowed').notNull().default(2),
  failures: integer('failures').notNull().default(0),
  blockedUntil: instant('blocked_until'),
  /** How the last answer was; a key of lib/sheets/messages.ts. Null before the first. */
  reason: text('reason'),
  answeredAt: instant('answered_at'),
  leaseToken: integer('lease_token').notNull().default(0),
  leaseUntil: instant('lease_until'),
});

/**
 * Orders (`REF|MB|NUMBER`) and payments (`REF|VALUE|NUMBER`): what goes to a sheet, and, where no script is
 * configured (`sheet_id` null), the book itself, which the executing phone reads.
 */
export const sheetRows = pgTable(
  'sheet_rows',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    book: text('book', { enum: ['orders', 'payments'] }).notNull(),
    sheetId: uuid('sheet_id'),
    reference: text('reference').notNull(),
    /** The reference in capitals: a reference is in a book once. */
    refKey: text('ref_key').notNull(),
    /** MB of an order, MT of a payment, with the fewest digits: `100`, `12.5`. */
    value: text('value').notNull(),
    /** The national digits, as a sheet holds them: `845123456`. */
    number: text('number').notNull(),
    /** The WhatsApp group's id that the sheet files it under; empty without one. */
    chat: text('chat').notNull().default(''),
    message: text('message').notNull(),
    subscriptionId: uuid('subscription_id'),
    slotId: uuid('slot_id'),
    /** `sending`: the attempt is durable and may be under way. `done`: it stands in its sheet. */
    state: text('state', { enum: ['queued', 'sending', 'done', 'review', 'cancelled'] }).notNull(),
    /** Posts that may have reached the sheet. */
    attempts: integer('attempts').notNull().default(0),
    failures: integer('failures').notNull().default(0),
    /** Why it waits or needs a person; a key of lib/sheets/messages.ts. */
    reason: text('reason'),
    /** One entry per post: time, class, redacted excerpt. */
    evidence: jsonb('evidence').notNull().default([]).$type<Record<string, unknown>[]>(),
    leaseToken: integer('lease_token').notNull().default(0),
    nextRunAt: instant('next_run_at').notNull(),
    doneAt: instant('done_at'),
    /** The last post that may have reached the sheet. */
    postedAt: instant('posted_at'),
    /** Its package was cancelled while it was under way: what has not arrived goes no further. */
    recalledAt: instant('recalled_at'),
    /** In the built-in book: what the phone has done with it. */
    phoneState: text('phone_state', { enum: ['pending', 'leased', 'confirmed'] }),
    phoneLeaseUntil: instant('phone_lease_until'),
    phoneAt: instant('phone_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('sheet_rows_once').on(t.resellerId, t.book, t.refKey),
    index('sheet_rows_due').on(t.sheetId, t.nextRunAt).where(sql`${t.state} in ('queued', 'sending')`),
    index('sheet_rows_for_phone')
      .on(t.resellerId, t.book, t.id)
      .where(sql`${t.sheetId} is null and ${t.phoneState} <> 'confirmed'`),
    index('sheet_rows_slot').on(t.slotId),
    index('sheet_rows_subscription').on(t.resellerId, t.subscriptionId),
    index('sheet_rows_review').on(t.resellerId).where(sql`${t.state} = 'review'`),
    foreignKey({ columns: [t.resellerId, t.sheetId], foreignColumns: [sheets.resellerId, sheets.id] }),
  ],
);
