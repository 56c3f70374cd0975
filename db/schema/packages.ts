import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
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
import { createdAt, id, instant, resellerId } from './columns';
import { groups } from './groups';
import { resellers } from './resellers';
import { sheets } from './sheets';

/** How a reseller's packages work; without a row the defaults. */
export const packageSettings = pgTable(
  'package_settings',
  {
    resellerId: resellerId()
      .primaryKey()
      .references(() => resellers.id),
    /** What becomes of a renewal 24 h late or more. */
    latePolicy: text('late_policy', { enum: ['deliver', 'skip', 'ask'] })
      .notNull()
      .default('deliver'),
    slotMb: integer('slot_mb').notNull().default(100),
    slotCents: integer('slot_cents').notNull().default(1250),
    /** Loyalty: every nth package of a number brings this much more; null: no bonus. */
    bonusEvery: integer('bonus_every'),
    bonusMb: integer('bonus_mb').notNull().default(0),
    /** Whether the number is told 24 h before the end. */
    notice: boolean('notice').notNull().default(true),
    ordersSheetId: uuid('orders_sheet_id'),
    paymentsSheetId: uuid('payments_sheet_id'),
  },
  (t) => [
    foreignKey({ columns: [t.resellerId, t.ordersSheetId], foreignColumns: [sheets.resellerId, sheets.id] }),
    foreignKey({
      columns: [t.resellerId, t.paymentsSheetId],
      foreignColumns: [sheets.resellerId, sheets.id],
    }),
    check(
      'package_settings_sane',
      sql`${t.slotMb} > 0 and ${t.slotCents} >= 0 and (${t.bonusEvery} is null or ${t.bonusEvery} > 1) and ${t.bonusMb} >= 0`,
    ),
  ],
);

/** Lengths beside 3, 5, 15 and 30 days: a reseller's, or one group's. May also give a length its own values. */
export const packageTypes = pgTable(
  'package_types',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    groupId: uuid('group_id'),
    days: integer('days').notNull(),
    name: text('name').notNull(),
    slotMb: integer('slot_mb'),
    slotCents: integer('slot_cents'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('package_types_once').on(t.resellerId, t.groupId, t.days).nullsNotDistinct(),
    foreignKey({ columns: [t.resellerId, t.groupId], foreignColumns: [groups.resellerId, groups.id] }),
    check('package_types_days', sql`${t.days} between 1 and 365`),
  ],
);

/** A number's bought package: its slots are the renewals, fixed at the start. */
export const packageSubscriptions = pgTable(
  'package_subscriptions',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    groupId: uuid('group_id'),
    /** E.164. */
    number: text('number').notNull(),
    reference: text('reference').notNull(),
    refKey: text('ref_key').notNull(),
    /** The length it was bought with; an extension adds slots, not days here. */
    days: integer('days').notNull(),
    typeName: text('type_name').notNull(),
    /** `automatic`: its own order and payment were ours too. */
    mode: text('mode', { enum: ['automatic', 'manual'] }).notNull(),
    startAt: instant('start_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    slotMb: integer('slot_mb').notNull(),
    slotCents: integer('slot_cents').notNull(),
    initialMb: integer('initial_mb'),
    initialCents: integer('initial_cents'),
    /** Loyalty, part of the initial order. */
    bonusMb: integer('bonus_mb').notNull().default(0),
    state: text('state', { enum: ['active', 'paused', 'cancelled', 'ended'] }).notNull(),
    pausedAt: instant('paused_at'),
    /** What pauses have moved the slots not sent by. */
    shiftMs: bigint('shift_ms', { mode: 'number' }).notNull().default(0),
    /** When it was cancelled or ended. */
    closedAt: instant('closed_at'),
    /** The next moment at which something is to be done; counts only while active. */
    nextRunAt: instant('next_run_at').notNull(),
    noticeAt: instant('notice_at'),
    /** The public validity page's token: its hash, and sealed to be shown again. */
    linkHash: text('link_hash').notNull(),
    linkEncrypted: text('link_encrypted').notNull(),
    /** Taken over from a list then, not bought here (docs/decisions/0020-packages-taken-over.md); shown nowhere. */
    importedAt: instant('imported_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('package_subscriptions_scope').on(t.resellerId, t.id),
    uniqueIndex('package_subscriptions_reference').on(t.resellerId, t.refKey),
    uniqueIndex('package_subscriptions_link').on(t.linkHash),
    index('package_subscriptions_list').on(t.resellerId, t.state, t.expiresAt, t.id),
    index('package_subscriptions_number').on(t.resellerId, t.number),
    index('package_subscriptions_due').on(t.nextRunAt).where(sql`${t.state} = 'active'`),
    foreignKey({ columns: [t.resellerId, t.groupId], foreignColumns: [groups.resellerId, groups.id] }),
    check('package_subscriptions_paused', sql`(${t.state} = 'paused') = (${t.pausedAt} is not null)`),
    check(
      'package_subscriptions_closed',
      sql`(${t.state} in ('cancelled', 'ended')) = (${t.closedAt} is not null)`,
    ),
  ],
);

/** One renewal: slot k of a subscription. Its hour is written once; only a pause moves it. */
export const packageSlots = pgTable(
  'package_slots',
  {
    id: id(),
    resellerId: resellerId(),
    subscriptionId: uuid('subscription_id').notNull(),
    k: integer('k').notNull(),
    reference: text('reference').notNull(),
    refKey: text('ref_key').notNull(),
    mb: integer('mb').notNull(),
    cents: integer('cents').notNull(),
    dueAt: instant('due_at').notNull(),
    /**
     * `owed` → `sending` (order and payment are on their way) → `delivered` (both stand in their sheets).
     * `held`: a day late or more, a person decides. `review`: a sheet has something else under its reference.
     */
    state: text('state', {
      enum: ['owed', 'sending', 'delivered', 'skipped', 'held', 'cancelled', 'review'],
    }).notNull(),
    /** A person let it go although late. */
    released: boolean('released').notNull().default(false),
    /** When order and payment were handed over; the 20 h to the next count from `ordered_at` once it is known. */
    sentAt: instant('sent_at'),
    /** When the order stood in its sheet. */
    orderedAt: instant('ordered_at'),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    unique('package_slots_scope').on(t.resellerId, t.id),
    uniqueIndex('package_slots_once').on(t.subscriptionId, t.k),
    uniqueIndex('package_slots_reference').on(t.resellerId, t.refKey),
    index('package_slots_open')
      .on(t.resellerId, t.dueAt)
      .where(sql`${t.state} in ('owed', 'held', 'sending')`),
    index('package_slots_review').on(t.resellerId).where(sql`${t.state} in ('held', 'review')`),
    index('package_slots_ordered').on(t.resellerId, t.orderedAt),
    foreignKey({
      columns: [t.resellerId, t.subscriptionId],
      foreignColumns: [packageSubscriptions.resellerId, packageSubscriptions.id],
    }),
    check('package_slots_k', sql`${t.k} >= 1`),
    check('package_slots_delivered', sql`(${t.state} = 'delivered') = (${t.deliveredAt} is not null)`),
  ],
);

/** Every reference ever used by a reseller's packages, initial and daily ones: the key is what keeps it to once. */
export const packageReferences = pgTable(
  'package_references',
  {
    resellerId: resellerId().references(() => resellers.id),
    refKey: text('ref_key').notNull(),
    subscriptionId: uuid('subscription_id'),
  },
  (t) => [primaryKey({ columns: [t.resellerId, t.refKey] })],
);

/** A file of the system that was used before, read and compared, not yet or already taken over. */
export const packageImports = pgTable(
  'package_imports',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    userName: text('user_name').notNull(),
    state: text('state', { enum: ['draft', 'applied'] }).notNull(),
    plan: jsonb('plan').notNull().$type<unknown>(),
    createdAt: createdAt(),
    appliedAt: instant('applied_at'),
  },
  (t) => [index('package_imports_list').on(t.resellerId, t.createdAt)],
);
