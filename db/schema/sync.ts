import { sql } from 'drizzle-orm';
import { bigint, date, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { clients } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';
import { servers } from './servers';

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
    foreignKey({
      columns: [t.resellerId, t.auditId],
      foreignColumns: [panelAudits.resellerId, panelAudits.id],
    }),
    foreignKey({ columns: [t.resellerId, t.clientId], foreignColumns: [clients.resellerId, clients.id] }),
  ],
);
