import { boolean, foreignKey, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { clients } from './clients';
import { createdAt, instant, resellerId } from './columns';
import { servers } from './servers';

/** How a server's panel is compared by itself; without a row the defaults. */
export const syncSettings = pgTable(
  'sync_settings',
  {
    serverId: uuid('server_id').primaryKey(),
    resellerId: resellerId(),
    every: text('every', { enum: ['off', 'hourly', 'daily'] }).notNull(),
    /** Classes taken over without a person. */
    apply: text('apply', { enum: ['later', 'earlier', 'blocked', 'package'] })
      .array()
      .notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);

/** Clients whom a panel's webhook named, to be read soon: one row each, however often they are named. */
export const syncNudges = pgTable(
  'sync_nudges',
  {
    clientId: uuid('client_id').primaryKey(),
    resellerId: resellerId(),
    serverId: uuid('server_id').notNull(),
    dueAt: instant('due_at').notNull(),
    /** When somebody took it to read; due again once that is long ago. */
    takenAt: instant('taken_at'),
    /** Named again while it was being read: what was read may be older than that. */
    again: boolean('again').notNull().default(false),
    failures: integer('failures').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    index('sync_nudges_due').on(t.serverId, t.dueAt),
    foreignKey({
      columns: [t.resellerId, t.clientId],
      foreignColumns: [clients.resellerId, clients.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
  ],
);
