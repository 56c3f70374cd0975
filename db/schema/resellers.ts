import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ResellerId } from '../ids';
import { createdAt, id, instant, resellerId } from './columns';

export const resellers = pgTable(
  'resellers',
  {
    id: id().$type<ResellerId>(),
    name: text('name').notNull(),
    country: text('country', { enum: ['BR', 'MZ'] }).notNull(),
    currency: text('currency', { enum: ['BRL', 'MZN'] }).notNull(),
    locale: text('locale').notNull(),
    timezone: text('timezone').notNull(),
    /** Days before expiry at which the cron makes the next invoice. */
    invoiceLeadDays: integer('invoice_lead_days').notNull().default(10),
    /** "Nunca reenviar sozinho": the one automatic resend becomes a review. */
    neverResend: boolean('never_resend').notNull().default(false),
    /** The company's own WhatsApp, E.164: where the product tells what needs a person. */
    phone: text('phone'),
    /** Whether that number gets the morning's summary of what needs a person. */
    digest: boolean('digest').notNull().default(true),
    /** The last calendar day on which it was due, sent or with nothing to say. */
    digestDay: date('digest_day', { mode: 'string' }),
    pixKey: text('pix_key'),
    pixCity: text('pix_city'),
    apiKeyHash: text('api_key_hash'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('resellers_api_key').on(t.apiKeyHash),
    check('resellers_country_money', sql`(${t.country}, ${t.currency}) in (('BR', 'BRL'), ('MZ', 'MZN'))`),
  ],
);

export const users = pgTable(
  'users',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'operator', 'viewer', 'admin'] }).notNull(),
    passwordHash: text('password_hash').notNull(),
    /** Carried by the session; raised when the password, the role or the access changes, which ends sessions at once. */
    sessionVersion: integer('session_version').notNull().default(1),
    totpSecret: text('totp_secret'),
    totpEnabledAt: instant('totp_enabled_at'),
    /** The last TOTP step used, so that a code works once. */
    totpLastStep: integer('totp_last_step'),
    disabledAt: instant('disabled_at'),
    lastLoginAt: instant('last_login_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('users_email').on(sql`lower(${t.email})`),
    uniqueIndex('users_scope').on(t.resellerId, t.id),
  ],
);

/** What was done, by whom, to what. The client's timeline is this table filtered by client. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    at: instant('at').notNull(),
    /** Null: the product itself acted (worker, cron). */
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    clientId: uuid('client_id'),
    /** Before and after, redacted: no token, no password. */
    detail: jsonb('detail').notNull().default({}).$type<Record<string, unknown>>(),
  },
  (t) => [
    index('audit_events_client').on(t.resellerId, t.clientId, t.at),
    index('audit_events_subject').on(t.resellerId, t.subjectType, t.subjectId, t.at),
  ],
);
