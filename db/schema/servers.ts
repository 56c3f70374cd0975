import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';

export const servers = pgTable(
  'servers',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    name: text('name').notNull(),
    billing: text('billing', { enum: ['fixed', 'per_active'] })
      .notNull()
      .default('fixed'),
    monthlyCents: integer('monthly_cents').notNull().default(0),
    panelType: text('panel_type').notNull().default('none'),
    /** The panel's kind by which what costs a credit was refused: not chosen again until a person tests the login. */
    refusedKind: text('refused_kind'),
    /** Normalised origin plus optional sub-path; null when panelType is none. */
    panelUrl: text('panel_url'),
    /** Raised when address, reseller user or token changes; a renewal sent on a new version needs a good read first. */
    version: integer('version').notNull().default(1),
    panelTimezone: text('panel_timezone'),
    /** May only lengthen RENEWAL_QUIET_SECONDS. */
    quietSeconds: integer('quiet_seconds'),
    circuit: text('circuit', { enum: ['closed', 'open', 'paused'] })
      .notNull()
      .default('closed'),
    circuitReason: text('circuit_reason'),
    circuitOpenedAt: instant('circuit_opened_at'),
    probeAt: instant('probe_at'),
    /** Since when the panel refuses for want of credits: an absence in between does not end that. */
    creditsOutAt: instant('credits_out_at'),
    failuresInRow: integer('failures_in_row').notNull().default(0),
    /** Answers in a row that were none of the panel's own: a 5xx, a page, an end in the middle. They open no circuit. */
    badInRow: integer('bad_in_row').notNull().default(0),
    lastOkAt: instant('last_ok_at'),
    lastLatencyMs: integer('last_latency_ms'),
    /** Theoretical arrival time of the panel's next call: the rate limit shared by all processes. */
    nextCallAt: instant('next_call_at'),
    /** Set by a restore from backup: until then nothing that costs a credit is sent. */
    holdUntil: instant('hold_until'),
    /** The credits that a person read off the panel, and when: proved costs since then count down from them. */
    creditsLeft: integer('credits_left'),
    creditsCountedAt: instant('credits_counted_at'),
    /** Below so many the reseller is told, once for each count. */
    creditsWarnBelow: integer('credits_warn_below'),
    creditsToldAt: instant('credits_told_at'),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [unique('servers_scope').on(t.resellerId, t.id)],
);

/** One panel login per server. The token is written, never read back to a screen. */
export const sigmaCredentials = pgTable(
  'sigma_credentials',
  {
    serverId: uuid('server_id').primaryKey(),
    resellerId: resellerId(),
    username: text('username').notNull(),
    /** The panel's id of that user; null until a test resolved it. */
    panelUserId: text('panel_user_id'),
    tokenEncrypted: text('token_encrypted').notNull(),
    tokenLast4: text('token_last4').notNull(),
    /** The only origin this token may travel to. */
    tokenOrigin: text('token_origin').notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);

/**
 * Who is speaking to a panel right now: at most two at once of one reseller's, whatever process or form they
 * come from. A row that a killed process left behind is free when its time is over.
 */
export const panelSlots = pgTable(
  'panel_slots',
  {
    resellerId: resellerId().references(() => resellers.id),
    origin: text('origin').notNull(),
    slot: integer('slot').notNull(),
    holder: uuid('holder').notNull(),
    until: instant('until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.resellerId, t.origin, t.slot] }),
    check('panel_slots_two', sql`${t.slot} in (1, 2)`),
  ],
);

/** What a panel's answers of one hour were like; kept for 30 days. */
export const panelHours = pgTable(
  'panel_hours',
  {
    serverId: uuid('server_id').notNull(),
    resellerId: resellerId(),
    /** The hour's first instant. */
    hour: instant('hour').notNull(),
    calls: integer('calls').notNull().default(0),
    failures: integer('failures').notNull().default(0),
    /** Answers by how long they took: the steps are STEPS_MS of lib/servers/hours/rules.ts. */
    took: integer('took').array().notNull(),
    maxMs: integer('max_ms').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.serverId, t.hour] }),
    index('panel_hours_old').on(t.hour),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);

/** The panel's packages as last read: the pick list of the plans. */
export const panelPackages = pgTable(
  'panel_packages',
  {
    serverId: uuid('server_id').notNull(),
    resellerId: resellerId(),
    packageId: text('package_id').notNull(),
    name: text('name').notNull(),
    active: boolean('active').notNull(),
    trial: boolean('trial').notNull(),
    priceCents: integer('price_cents'),
    credits: integer('credits'),
    duration: integer('duration'),
    durationUnit: text('duration_unit', { enum: ['MINUTES', 'HOURS', 'DAYS', 'MONTHS', 'YEARS'] }),
    screens: integer('screens'),
    position: integer('position').notNull(),
    readAt: instant('read_at').notNull(),
    /** Set when a later reading no longer listed it. */
    goneAt: instant('gone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.serverId, t.packageId] }),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
    index('panel_packages_scope').on(t.resellerId, t.serverId),
  ],
);
