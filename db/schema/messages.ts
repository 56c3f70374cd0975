import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { clients } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';

/** A reseller's WhatsApp gateway. Without an enabled one, messages are sent by hand. */
export const channels = pgTable(
  'channels',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    kind: text('kind', { enum: ['evolution', 'cloud'] }).notNull(),
    baseUrl: text('base_url').notNull(),
    /** Evolution's instance; Meta's phone number id. */
    instance: text('instance').notNull(),
    keyEncrypted: text('key_encrypted').notNull(),
    keyLast4: text('key_last4').notNull(),
    /** The only origin this key may travel to. */
    keyOrigin: text('key_origin').notNull(),
    /** Meta's app secret, that signs what it sends us. */
    secretEncrypted: text('secret_encrypted'),
    state: text('state', { enum: ['open', 'closed', 'unauthorized', 'unreachable'] }).notNull(),
    /** Why it is not open; a key of lib/channels/messages.ts. */
    reason: text('reason'),
    checkedAt: instant('checked_at').notNull(),
    /** The number's next free moment: the gap between two messages, shared by all processes. */
    nextSendAt: instant('next_send_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('channels_one_per_kind').on(t.resellerId, t.kind)],
);

/** A reseller's own wording of one kind of message; without a row the product's wording is used. */
export const templates = pgTable(
  'templates',
  {
    resellerId: resellerId().references(() => resellers.id),
    kind: text('kind').notNull(),
    body: text('body').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.resellerId, t.kind] })],
);

/** The outbox: at most one message per reseller, kind, subject and period. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    /** Null: it goes to a number or a group that is no client's. */
    clientId: uuid('client_id'),
    kind: text('kind').notNull(),
    /** What it is about: a renewal intent, a payment or a client. */
    subjectId: uuid('subject_id').notNull(),
    period: text('period').notNull().default(''),
    /** `waiting`: its renewal is not proved yet. `unknown`: the gateway's answer was lost; never resent blindly. */
    state: text('state', {
      enum: [
        'waiting',
        'queued',
        'sending',
        'sent',
        'delivered',
        'unknown',
        'failed',
        'expired',
        'cancelled',
      ],
    }).notNull(),
    channel: text('channel', { enum: ['manual', 'evolution', 'cloud'] })
      .notNull()
      .default('manual'),
    phone: text('phone'),
    /** A WhatsApp group's id, instead of a phone. */
    chat: text('chat'),
    /** Rendered text; {{cliente_senha}} stays a variable here and is filled in only on the way out. */
    body: text('body').notNull().default(''),
    providerId: text('provider_id'),
    reason: text('reason'),
    attempt: integer('attempt').notNull().default(0),
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    expiresAt: instant('expires_at'),
    sentAt: instant('sent_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('messages_once').on(t.resellerId, t.kind, t.subjectId, t.period),
    index('messages_due').on(t.nextRunAt).where(sql`${t.state} in ('queued', 'sending')`),
    index('messages_client').on(t.clientId),
    index('messages_list').on(t.resellerId, t.createdAt, t.id),
    // What the board of *Entregas* looks at, among any number that have arrived.
    index('messages_problem')
      .on(t.resellerId, t.createdAt, t.id)
      .where(sql`${t.state} in ('unknown', 'failed', 'expired')`),
    index('messages_moving')
      .on(t.resellerId, t.createdAt, t.id)
      .where(sql`${t.state} in ('queued', 'sending') and ${t.channel} <> 'manual'`),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
  ],
);

/** Every run of the due-work function, by whichever caller. */
export const cronRuns = pgTable(
  'cron_runs',
  {
    id: id(),
    caller: text('caller', { enum: ['cron', 'worker', 'admin'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Per task: planned, done, skipped, failed, with the reasons. */
    counts: jsonb('counts')
      .notNull()
      .default({})
      .$type<
        Record<string, { planned: number; done: number; skipped: number; failed: number; reasons: string[] }>
      >(),
  },
  (t) => [index('cron_runs_by_time').on(t.startedAt)],
);

/** Counters of the rate limiter: logins per account and address, connection tests, wrong cron secrets. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: instant('expire'),
});
