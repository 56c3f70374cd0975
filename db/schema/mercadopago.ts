import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { invoices } from './invoices';
import { resellers } from './resellers';

/** A reseller's Mercado Pago account. Token, secret and webhook key are sealed; the key is found by its hash. */
export const mercadopagoAccounts = pgTable(
  'mercadopago_accounts',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    tokenEncrypted: text('token_encrypted').notNull(),
    tokenLast4: text('token_last4').notNull(),
    /** Null: without it no webhook is believed, and charges are only asked for from time to time. */
    secretEncrypted: text('secret_encrypted'),
    webhookKeyHash: text('webhook_key_hash').notNull(),
    webhookKeyEncrypted: text('webhook_key_encrypted').notNull(),
    /** The provider demands a payer's e-mail: this one where the client has none. */
    payerEmail: text('payer_email').notNull(),
    accountName: text('account_name'),
    state: text('state', { enum: ['ok', 'unauthorized', 'unreachable'] }).notNull(),
    checkedAt: instant('checked_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('mercadopago_accounts_one').on(t.resellerId),
    uniqueIndex('mercadopago_accounts_key').on(t.webhookKeyHash),
  ],
);

/** One PIX asked of the provider for one invoice; at most one of an invoice is alive. */
export const mercadopagoCharges = pgTable(
  'mercadopago_charges',
  {
    id: id(),
    resellerId: resellerId(),
    invoiceId: uuid('invoice_id').notNull(),
    /** With the invoice it is the idempotency key: a creation whose answer was lost is asked again, not doubled. */
    attempt: integer('attempt').notNull(),
    /** The payment's and the renewal's key, made once: however many webhooks, ticks and clicks, it is paid once. */
    intentId: uuid('intent_id').notNull(),
    amountCents: integer('amount_cents').notNull(),
    /** `review`: money moved in a way only a person can judge; `resolved`: a person has. */
    state: text('state', { enum: ['creating', 'pending', 'paid', 'ended', 'review', 'resolved'] }).notNull(),
    /** Why it ended, waits or needs a person; a key of lib/mercadopago/messages.ts. */
    reason: text('reason'),
    providerId: text('provider_id'),
    qrText: text('qr_text'),
    expiresAt: instant('expires_at'),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('mercadopago_charges_attempt').on(t.invoiceId, t.attempt),
    uniqueIndex('mercadopago_charges_one_live')
      .on(t.invoiceId)
      .where(sql`${t.state} in ('creating', 'pending')`),
    uniqueIndex('mercadopago_charges_provider').on(t.resellerId, t.providerId),
    index('mercadopago_charges_review')
      .on(t.resellerId, t.invoiceId)
      .where(sql`${t.state} = 'review' or (${t.state} = 'pending' and ${t.reason} = 'plan_blocked')`),
    index('mercadopago_charges_due').on(t.nextRunAt).where(sql`${t.state} = 'pending'`),
    foreignKey({ columns: [t.resellerId, t.invoiceId], foreignColumns: [invoices.resellerId, invoices.id] }),
  ],
);

/** What foreign systems told us, kept as it came before it is worked on; the same telling twice is one row. */
export const inboundEvents = pgTable(
  'inbound_events',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    provider: text('provider', { enum: ['mercadopago', 'evolution', 'cloud'] }).notNull(),
    /** Made of what the sender signed. */
    externalId: text('external_id').notNull(),
    /** What to read again at the provider. */
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    state: text('state', { enum: ['pending', 'done', 'ignored', 'failed'] }).notNull(),
    reason: text('reason'),
    failures: integer('failures').notNull().default(0),
    nextRunAt: instant('next_run_at').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    uniqueIndex('inbound_events_once').on(t.provider, t.externalId),
    index('inbound_events_due').on(t.nextRunAt).where(sql`${t.state} = 'pending'`),
    index('inbound_events_reseller').on(t.resellerId, t.receivedAt),
  ],
);
