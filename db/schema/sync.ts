import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { clients } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';
import { servers } from './servers';
import type { Columns, Listed, Side, Stranger } from './sides';

/** One night's reading of a server's customers. It changes nothing: what it finds is in `audit_findings`. */
export const panelAudits = pgTable(
  'panel_audits',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    serverId: uuid('server_id').notNull(),
    /** The reseller's calendar day. */
    day: date('day', { mode: 'string' }).notNull(),
    state: text('state', { enum: ['running', 'done', 'stopped'] })
      .notNull()
      .default('running'),
    /** Why it waits or stopped; a key of lib/panels/messages.ts. */
    reason: text('reason'),
    /** The scheduled comparison whose readings it is fed by; null: it reads by itself. */
    runId: uuid('run_id'),
    readCount: integer('read_count').notNull().default(0),
    /** Customers whom the panel would not show, three times in a row. */
    skippedCount: integer('skipped_count').notNull().default(0),
    /** How far it is: the nearest to their expiry come first, by distance in milliseconds, then id. */
    cursorMs: bigint('cursor_ms', { mode: 'number' }),
    cursorId: uuid('cursor_id'),
    failures: integer('failures').notNull().default(0),
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('panel_audits_scope').on(t.resellerId, t.id),
    unique('panel_audits_once').on(t.serverId, t.day),
    index('panel_audits_due').on(t.nextRunAt).where(sql`${t.state} = 'running'`),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);

/** One customer whose panel does not show what was paid for here. */
export const auditFindings = pgTable(
  'audit_findings',
  {
    id: id(),
    resellerId: resellerId(),
    auditId: uuid('audit_id').notNull(),
    clientId: uuid('client_id').notNull(),
    kind: text('kind', { enum: ['moved_more', 'less_than_paid', 'account_gone', 'applied_late'] }).notNull(),
    expected: instant('expected').notNull(),
    /** The panel's date; null when the account is gone. */
    seen: instant('seen'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('audit_findings_once').on(t.auditId, t.clientId, t.kind),
    index('audit_findings_client').on(t.clientId),
    foreignKey({
      columns: [t.resellerId, t.auditId],
      foreignColumns: [panelAudits.resellerId, panelAudits.id],
    }),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
  ],
);

/** What a reading owes behind its place: `of` is a client's id, or a page; `failed` so many first askings in a row. */
type Owed = { failed: number; left: { of: string; tries: number }[] };

/** One reading of all customers of a server (*Sincronizar Sigma*). What differs is in `sync_rows`; it changes nothing. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    serverId: uuid('server_id').notNull(),
    /** The panel's, as it was when the run was last taken up: one reading at once of everything that stands there. */
    origin: text('origin').notNull(),
    /** Of the server whose panel was read; edited since, the run begins anew, and one that ended is not taken over. */
    serverVersion: integer('server_version'),
    /** `nudge`: made of single readings that the panel's webhook asked for; it was never running. */
    source: text('source', { enum: ['person', 'schedule', 'nudge'] }).notNull(),
    /** Which day or hour of the schedule it is for (lib/sync/schedule/rules.ts): one per server. */
    slot: text('slot'),
    state: text('state', { enum: ['running', 'done', 'stopped', 'cancelled'] })
      .notNull()
      .default('running'),
    /** Why it waits or stopped; a key of lib/panels/messages.ts. */
    reason: text('reason'),
    /** Customers to read, as counted at the start. */
    total: integer('total').notNull(),
    sameCount: integer('same_count').notNull().default(0),
    readCount: integer('read_count').notNull().default(0),
    /** Of those read, who was archived, moved or unlinked by then: nobody's difference. */
    leftCount: integer('left_count').notNull().default(0),
    /** How far it is: the nearest to their expiry come first, by distance in milliseconds, then id. */
    cursorMs: bigint('cursor_ms', { mode: 'number' }),
    cursorId: uuid('cursor_id'),
    /** Up to there, the clients (or pages of the list) still to be asked for, and how often each was in vain; in a row. */
    owed: jsonb('owed').notNull().$type<Owed>().default({ failed: 0, left: [] }),
    /** When the panel last answered. */
    heardAt: instant('heard_at'),
    /** Pauses in a row without a single reading between them. */
    failures: integer('failures').notNull().default(0),
    /** Where the panel has a list it is read first; `partial`: pages are missing, who is not in it is asked for by name. */
    listState: text('list_state', { enum: ['none', 'reading', 'read', 'partial'] })
      .notNull()
      .default('none'),
    /** The list's pages kept so far, and in all where the panel counts them. */
    listPage: integer('list_page').notNull().default(0),
    listPages: integer('list_pages'),
    /** Pages that the panel would not show. */
    listSkipped: integer('list_skipped').notNull().default(0),
    /**
     * No longer written: of a server that was edited the whole run begins anew, by `server_version`. Kept, as every insert
     * names it (Drizzle lists all columns) and the code of before runs on while a deploy migrates.
     */
    listVersion: integer('list_version'),
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    nextRunAt: instant('next_run_at').notNull(),
    userName: text('user_name').notNull(),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('sync_runs_scope').on(t.resellerId, t.id),
    uniqueIndex('sync_runs_one').on(t.serverId).where(sql`${t.state} = 'running'`),
    uniqueIndex('sync_runs_slot').on(t.serverId, t.slot).where(sql`${t.slot} is not null`),
    index('sync_runs_due').on(t.nextRunAt).where(sql`${t.state} = 'running'`),
    index('sync_runs_latest').on(t.resellerId, t.serverId, t.createdAt),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);

/** What a person, or the schedule, took over from a run at once; undone as a whole. */
export const syncBatches = pgTable(
  'sync_batches',
  {
    id: id(),
    resellerId: resellerId(),
    runId: uuid('run_id').notNull(),
    userName: text('user_name').notNull(),
    /** `import`: clients who were unknown here. */
    kind: text('kind', { enum: ['update', 'import'] })
      .notNull()
      .default('update'),
    /** Taken over by itself, as the server's settings allow. */
    automatic: boolean('automatic').notNull().default(false),
    appliedCount: integer('applied_count').notNull(),
    createdAt: createdAt(),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    unique('sync_batches_scope').on(t.resellerId, t.id),
    foreignKey({ columns: [t.resellerId, t.runId], foreignColumns: [syncRuns.resellerId, syncRuns.id] }),
  ],
);

/** A panel's list as far as a run has read it; the rows go when the run ends. */
export const syncListed = pgTable(
  'sync_listed',
  {
    resellerId: resellerId(),
    runId: uuid('run_id').notNull(),
    /** As the panel writes it: it compares exactly. */
    username: text('username').notNull(),
    customer: jsonb('customer').notNull().$type<Listed>(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.username] }),
    foreignKey({ columns: [t.resellerId, t.runId], foreignColumns: [syncRuns.resellerId, syncRuns.id] }),
  ],
);

/** One difference between a client here and the customer there. */
export const syncRows = pgTable(
  'sync_rows',
  {
    id: id(),
    resellerId: resellerId(),
    runId: uuid('run_id').notNull(),
    /** Null for a customer unknown here. */
    clientId: uuid('client_id'),
    username: text('username').notNull(),
    class: text('class', {
      enum: [
        'later',
        'earlier',
        'missing_there',
        'missing_here',
        'blocked',
        'package',
        'in_flight',
        'unread',
      ],
    }).notNull(),
    ours: jsonb('ours').$type<Side>(),
    theirs: jsonb('theirs').$type<Side & Stranger>(),
    /** Why it could not be read: a key of lib/panels/messages.ts. Unknown here: why it cannot be imported, if so. */
    reason: text('reason'),
    /** `stale`: when it was to be taken over, it was about no client as they were by then. */
    state: text('state', { enum: ['open', 'applied', 'stale'] })
      .notNull()
      .default('open'),
    /** What took it over, or found it stale: the undo has both as before. */
    batchId: uuid('batch_id'),
    /** The client's columns before and after, for the undo; of a client made from it, the fingerprint. */
    changed: jsonb('changed').$type<{ was: Partial<Columns>; became: Partial<Columns>; print?: string }>(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [
    // What was taken over makes room: a later reading of the same client may differ again.
    uniqueIndex('sync_rows_once').on(t.runId, t.clientId, t.class).where(sql`${t.state} = 'open'`),
    // Whole, as those of the other tables that name a client: the removal of one looks for it here.
    index('sync_rows_client').on(t.clientId),
    index('sync_rows_open').on(t.resellerId, t.class).where(sql`${t.state} = 'open'`),
    uniqueIndex('sync_rows_unknown').on(t.runId, t.username).where(sql`${t.class} = 'missing_here'`),
    index('sync_rows_shown').on(t.runId, t.class, t.state, t.id),
    index('sync_rows_batch').on(t.batchId).where(sql`${t.batchId} is not null`),
    foreignKey({ columns: [t.resellerId, t.runId], foreignColumns: [syncRuns.resellerId, syncRuns.id] }),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
    foreignKey({
      columns: [t.resellerId, t.batchId],
      foreignColumns: [syncBatches.resellerId, syncBatches.id],
    }),
  ],
);
