import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { groups } from './groups';
import { packageSubscriptions } from './packages';
import { resellers } from './resellers';

/**
 * M-Pesa and e-Mola texts. `payee`: the SMS of the phone that was paid, forwarded by it: the only one that
 * proves money. `payer`: what a customer pasted: it says for whom and in which group, and proves nothing.
 */
export const receipts = pgTable(
  'receipts',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    side: text('side', { enum: ['payee', 'payer'] }).notNull(),
    provider: text('provider', { enum: ['mpesa', 'emola'] }).notNull(),
    reference: text('reference').notNull(),
    refKey: text('ref_key').notNull(),
    amountCents: integer('amount_cents').notNull(),
    /** The other side's number or name, as the text says. */
    party: text('party'),
    body: text('body').notNull(),
    /** A payer's text: where it was pasted, and the number the package is for. */
    groupId: uuid('group_id'),
    number: text('number'),
    /** Who pasted it, E.164. */
    author: text('author'),
    /** `open`: waits for its other half. `used`: it made a package or an order, once. */
    state: text('state', { enum: ['open', 'used', 'review', 'dismissed'] }).notNull(),
    /** Why it needs a person; a key of lib/receipts/messages.ts. */
    reason: text('reason'),
    subscriptionId: uuid('subscription_id'),
    /** When it came again with other words after it was settled, until a person has seen that. */
    repeatedAt: instant('repeated_at'),
    /** When the customer was told that the payment is still awaited. */
    toldAt: instant('told_at'),
    nextRunAt: instant('next_run_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('receipts_scope').on(t.resellerId, t.id),
    uniqueIndex('receipts_once').on(t.resellerId, t.side, t.refKey),
    index('receipts_list').on(t.resellerId, t.receivedAt, t.id),
    index('receipts_due').on(t.nextRunAt).where(sql`${t.state} = 'open'`),
    index('receipts_review').on(t.resellerId, t.receivedAt).where(sql`${t.state} = 'review'`),
    index('receipts_repeated').on(t.resellerId, t.receivedAt).where(sql`${t.repeatedAt} is not null`),
    foreignKey({ columns: [t.resellerId, t.groupId], foreignColumns: [groups.resellerId, groups.id] }),
    foreignKey({
      columns: [t.resellerId, t.subscriptionId],
      foreignColumns: [packageSubscriptions.resellerId, packageSubscriptions.id],
    }),
  ],
);

/** The secret part of an address that a phone or a gateway calls: found by its hash, sealed to be shown again. */
export const accessKeys = pgTable(
  'access_keys',
  {
    resellerId: resellerId().references(() => resellers.id),
    kind: text('kind', { enum: ['receipts', 'sheet', 'evolution', 'cloud', 'sigma'] }).notNull(),
    keyHash: text('key_hash').notNull(),
    keyEncrypted: text('key_encrypted').notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [primaryKey({ columns: [t.resellerId, t.kind] }), uniqueIndex('access_keys_hash').on(t.keyHash)],
);
