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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';
import { sheets } from './sheets';

/** A group that packages are sold in: usually a WhatsApp group, with its own prices and, if need be, sheets. */
export const groups = pgTable(
  'groups',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    name: text('name').notNull(),
    /** The WhatsApp group, `1203…@g.us`; null for a counter without one. */
    jid: text('jid'),
    /** Null: the reseller's own. */
    slotMb: integer('slot_mb'),
    slotCents: integer('slot_cents'),
    ordersSheetId: uuid('orders_sheet_id'),
    paymentsSheetId: uuid('payments_sheet_id'),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('groups_scope').on(t.resellerId, t.id),
    uniqueIndex('groups_jid').on(t.resellerId, t.jid),
    foreignKey({ columns: [t.resellerId, t.ordersSheetId], foreignColumns: [sheets.resellerId, sheets.id] }),
    foreignKey({
      columns: [t.resellerId, t.paymentsSheetId],
      foreignColumns: [sheets.resellerId, sheets.id],
    }),
  ],
);

/** Who may give commands: in one group, or in all of the reseller's (`group_id` null). */
export const groupAdmins = pgTable(
  'group_admins',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    groupId: uuid('group_id'),
    /** E.164. */
    phone: text('phone').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('group_admins_once').on(t.resellerId, t.groupId, t.phone).nullsNotDistinct(),
    foreignKey({ columns: [t.resellerId, t.groupId], foreignColumns: [groups.resellerId, groups.id] }),
  ],
);

/** Whose a WhatsApp `@lid` is, learnt from messages or said by a person; never made of its digits. */
export const waIdentities = pgTable(
  'wa_identities',
  {
    resellerId: resellerId().references(() => resellers.id),
    lid: text('lid').notNull(),
    /** E.164; null until known. */
    phone: text('phone'),
    name: text('name'),
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.resellerId, t.lid] })],
);

/** One version of a group's prices; the highest counts. */
export const priceTables = pgTable(
  'price_tables',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    groupId: uuid('group_id').notNull(),
    version: integer('version').notNull(),
    /** The text it was pasted as; empty when it was typed in the grid. */
    source: text('source').notNull().default(''),
    userName: text('user_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('price_tables_scope').on(t.resellerId, t.id),
    unique('price_tables_version').on(t.resellerId, t.groupId, t.version),
    foreignKey({ columns: [t.resellerId, t.groupId], foreignColumns: [groups.resellerId, groups.id] }),
  ],
);

/** What one value buys. */
export const prices = pgTable(
  'prices',
  {
    id: id(),
    resellerId: resellerId(),
    tableId: uuid('table_id').notNull(),
    position: integer('position').notNull(),
    priceCents: integer('price_cents').notNull(),
    mb: integer('mb').notNull(),
    /** Days of daily renewals; null: sold without them. */
    days: integer('days'),
    /** The heading it stood under. */
    label: text('label').notNull(),
    /** Of several rows at one price, the one a person chose to count. */
    chosen: boolean('chosen').notNull().default(false),
  },
  (t) => [
    index('prices_of_table').on(t.resellerId, t.tableId, t.position),
    foreignKey({
      columns: [t.resellerId, t.tableId],
      foreignColumns: [priceTables.resellerId, priceTables.id],
    }),
    check(
      'prices_positive',
      sql`${t.priceCents} > 0 and ${t.mb} > 0 and (${t.days} is null or ${t.days} between 1 and 365)`,
    ),
  ],
);
