import { sql } from 'drizzle-orm';
import {
  check,
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
import { servers } from './servers';

export const plans = pgTable(
  'plans',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    name: text('name').notNull(),
    priceCents: integer('price_cents').notNull(),
    days: integer('days').notNull().default(30),
    serverId: uuid('server_id').notNull(),
    /** Picked from panel_packages; null when the server has no panel. */
    packageId: text('package_id'),
    screens: integer('screens').notNull().default(1),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('plans_scope').on(t.resellerId, t.id),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
    check('plans_money', sql`${t.priceCents} >= 0 and ${t.days} between 1 and 3650`),
  ],
);

const credentialFrom = (name: string) =>
  text(name, { enum: ['fixed', 'ruled', 'guessed', 'panel'] })
    .notNull()
    .default('fixed');

export const clients = pgTable(
  'clients',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    serverId: uuid('server_id').notNull(),
    planId: uuid('plan_id').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    /** E.164. */
    phone: text('phone'),
    username: text('username').notNull(),
    passwordEncrypted: text('password_encrypted').notNull(),
    /** Whose word they are until the account exists (lib/accounts/credentials/rules.ts). */
    usernameFrom: credentialFrom('username_from'),
    passwordFrom: credentialFrom('password_from'),
    notes: text('notes'),
    status: text('status', { enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
    expiresAt: instant('expires_at').notNull(),
    /** Whether the account is known to exist on the panel; `none` when the server has no panel. */
    panelState: text('panel_state', { enum: ['none', 'missing', 'linked'] })
      .notNull()
      .default('none'),
    panelExpiresAt: instant('panel_expires_at'),
    panelReadAt: instant('panel_read_at'),
    /** Name, username, e-mail and phone digits, folded, for one trigram search. */
    search: text('search').notNull(),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('clients_scope').on(t.resellerId, t.id),
    uniqueIndex('clients_username')
      .on(t.serverId, sql`lower(${t.username})`)
      .where(sql`${t.archivedAt} is null`),
    index('clients_by_expiry').on(t.resellerId, t.expiresAt, t.id).where(sql`${t.archivedAt} is null`),
    index('clients_archived').on(t.resellerId, t.expiresAt, t.id).where(sql`${t.archivedAt} is not null`),
    // Counted without reading a client: the active ones of each plan and server.
    index('clients_by_place')
      .on(t.resellerId, t.serverId, t.planId, t.status, t.expiresAt)
      .where(sql`${t.archivedAt} is null`),
    index('clients_by_name').on(t.resellerId, t.name, t.id).where(sql`${t.archivedAt} is null`),
    index('clients_search').using('gin', sql`${t.search} gin_trgm_ops`),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
    foreignKey({ columns: [t.resellerId, t.planId], foreignColumns: [plans.resellerId, plans.id] }),
  ],
);

/** What a client's account on the panel still needs: to be created, or a status. Never a renewal. */
export const accountTasks = pgTable(
  'account_tasks',
  {
    id: id(),
    resellerId: resellerId(),
    clientId: uuid('client_id').notNull(),
    serverId: uuid('server_id').notNull(),
    kind: text('kind', { enum: ['create', 'status'] }).notNull(),
    /** For kind status. */
    wanted: text('wanted', { enum: ['active', 'suspended'] }),
    state: text('state', {
      enum: ['pending', 'sending', 'unknown', 'done', 'rejected', 'review', 'cancelled'],
    })
      .notNull()
      .default('pending'),
    attempt: integer('attempt').notNull().default(0),
    reason: text('reason'),
    sentAt: instant('sent_at'),
    quietUntil: instant('quiet_until'),
    lastNegativeAt: instant('last_negative_at'),
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    failures: integer('failures').notNull().default(0),
    evidence: jsonb('evidence').notNull().default([]).$type<unknown[]>(),
    /** What the package cost when a creation was last sent; null when the panel did not say. */
    credits: integer('credits'),
    /**
     * Of a client who came from another server: the date here stays, and `welcome` where a dropped creation owed it. Of an
     * account left behind: where its panel was. `righted`: an own status after such a suspension, sent only to who has it.
     */
    moved: jsonb('moved').$type<{
      panel?: { url: string | null; user: string };
      welcome?: true;
      righted?: true;
    }>(),
    /** The name to act under where it is not the client's: an account left behind. */
    username: text('username'),
    createdAt: createdAt(),
  },
  (t) => [
    // An account left behind is another account: what it needs stands beside the client's own.
    uniqueIndex('account_tasks_one_open')
      .on(t.clientId, sql`coalesce(${t.username} || ' ' || ${t.serverId}::text, '')`)
      .where(sql`${t.state} in ('pending', 'sending', 'unknown', 'rejected', 'review')`),
    index('account_tasks_by_client').on(t.clientId, t.createdAt),
    index('account_tasks_review')
      .on(t.resellerId, t.createdAt)
      .where(sql`${t.state} in ('rejected', 'review')`),
    index('account_tasks_due').on(t.nextRunAt).where(sql`${t.state} in ('pending', 'sending', 'unknown')`),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);
