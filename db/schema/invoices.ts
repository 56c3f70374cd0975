import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
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
import { clients, plans } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';
import { servers } from './servers';

export const invoices = pgTable(
  'invoices',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    clientId: uuid('client_id').notNull(),
    planId: uuid('plan_id').notNull(),
    amountCents: integer('amount_cents').notNull(),
    currency: text('currency', { enum: ['BRL', 'MZN'] }).notNull(),
    /** A calendar day in the reseller's zone. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** The expiry day this invoice extends, set by the cron: one invoice per client and period. Null when typed by hand. */
    period: date('period', { mode: 'string' }),
    state: text('state', { enum: ['open', 'paid', 'cancelled'] })
      .notNull()
      .default('open'),
    paidAt: instant('paid_at'),
    /** SHA-256 of the public link's token; the link itself is encrypted for the reseller to show again. */
    linkHash: text('link_hash').notNull(),
    linkEncrypted: text('link_encrypted').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('invoices_scope').on(t.resellerId, t.id),
    uniqueIndex('invoices_one_per_period').on(t.clientId, t.period).where(sql`${t.state} <> 'cancelled'`),
    uniqueIndex('invoices_link').on(t.linkHash),
    index('invoices_client').on(t.clientId),
    index('invoices_by_due').on(t.resellerId, t.dueOn, t.id),
    index('invoices_open_by_due').on(t.resellerId, t.dueOn, t.id).where(sql`${t.state} = 'open'`),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
    foreignKey({ columns: [t.resellerId, t.planId], foreignColumns: [plans.resellerId, plans.id] }),
    check('invoices_amount', sql`${t.amountCents} > 0`),
    check('invoices_paid_at', sql`(${t.state} = 'paid') = (${t.paidAt} is not null)`),
  ],
);

export const payments = pgTable(
  'payments',
  {
    id: id(),
    resellerId: resellerId(),
    invoiceId: uuid('invoice_id').notNull(),
    amountCents: integer('amount_cents').notNull(),
    currency: text('currency', { enum: ['BRL', 'MZN'] }).notNull(),
    source: text('source', { enum: ['manual', 'bulk', 'api', 'mercadopago', 'receipt'] }).notNull(),
    paidByName: text('paid_by_name').notNull(),
    paidAt: instant('paid_at').notNull(),
    /** The client's dates around this payment, so that an undo restores what was. */
    expiryBefore: instant('expiry_before').notNull(),
    expiryAfter: instant('expiry_after').notNull(),
    voidedAt: instant('voided_at'),
  },
  (t) => [
    uniqueIndex('payments_one_live').on(t.invoiceId).where(sql`${t.voidedAt} is null`),
    index('payments_by_time').on(t.resellerId, t.paidAt),
    index('payments_invoice').on(t.invoiceId),
    foreignKey({ columns: [t.resellerId, t.invoiceId], foreignColumns: [invoices.resellerId, invoices.id] }),
  ],
);

/** One paid invoice's claim on one panel renewal: docs/decisions and lib/renewals/rules.ts. */
export const renewalIntents = pgTable(
  'renewal_intents',
  {
    id: id(),
    resellerId: resellerId(),
    invoiceId: uuid('invoice_id').notNull(),
    clientId: uuid('client_id').notNull(),
    serverId: uuid('server_id').notNull(),
    serverVersion: integer('server_version').notNull(),
    panelUsername: text('panel_username').notNull(),
    packageId: text('package_id').notNull(),
    state: text('state', {
      enum: ['pending', 'sending', 'unknown', 'verified', 'rejected', 'review', 'cancelled', 'closed'],
    }).notNull(),
    attempt: integer('attempt').notNull().default(0),
    notBefore: instant('not_before').notNull(),
    /** The panel's expiry at our last reading before this intent; null when never read. */
    lastKnownExpiry: instant('last_known_expiry'),
    expiresFirst: instant('expires_first'),
    expiresBefore: instant('expires_before'),
    expiresAfter: instant('expires_after'),
    /** Two thirds of the package's length: less than that is no renewal. */
    minDeltaMs: bigint('min_delta_ms', { mode: 'number' }).notNull(),
    periodMs: bigint('period_ms', { mode: 'number' }).notNull(),
    panelSaidOk: boolean('panel_said_ok').notNull().default(false),
    neverResend: boolean('never_resend').notNull().default(false),
    sentAt: instant('sent_at'),
    quietUntil: instant('quiet_until'),
    lastNegativeAt: instant('last_negative_at'),
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    failures: integer('failures').notNull().default(0),
    /** What the package cost on the panel when it was last sent; null when the panel did not say. */
    credits: integer('credits'),
    /** Why it waits, was refused or needs a person; a key of lib/renewals/messages.ts. */
    reason: text('reason'),
    reasonDetail: text('reason_detail'),
    warning: text('warning'),
    /** One entry per call: time, phase reached, class, redacted excerpt, expiry seen. Only ever appended to. */
    evidence: jsonb('evidence').notNull().default([]).$type<unknown[]>(),
    verifiedAt: instant('verified_at'),
    /** When the reseller was told that it has no end after 48 h. */
    escalatedAt: instant('escalated_at'),
    /** Set by a restore from backup: a newer panel date may be a send that the backup does not know. */
    restoredAt: instant('restored_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('renewal_intents_scope').on(t.resellerId, t.id),
    uniqueIndex('one_intent_per_invoice').on(t.invoiceId).where(sql`${t.state} <> 'cancelled'`),
    uniqueIndex('one_open_per_customer')
      .on(t.serverId, t.panelUsername)
      .where(sql`${t.state} in ('sending', 'unknown', 'review')`),
    index('renewal_intents_due').on(t.nextRunAt).where(sql`${t.state} in ('pending', 'sending', 'unknown')`),
    index('renewal_intents_unproved')
      .on(t.resellerId, t.createdAt)
      .where(sql`${t.state} not in ('verified', 'cancelled')`),
    index('renewal_intents_verified').on(t.resellerId, t.verifiedAt).where(sql`${t.state} = 'verified'`),
    index('renewal_intents_client').on(t.resellerId, t.clientId),
    index('renewal_intents_invoice').on(t.invoiceId),
    check('renewal_intents_attempt', sql`${t.attempt} between 0 and 2`),
    foreignKey({ columns: [t.resellerId, t.invoiceId], foreignColumns: [invoices.resellerId, invoices.id] }),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);
