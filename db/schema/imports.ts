import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { plans } from './clients';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';
import { servers } from './servers';

/** One file of clients on its way in: what its columns mean, where they go, how far it is. */
export const importBatches = pgTable(
  'import_batches',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    userId: uuid('user_id').notNull(),
    userName: text('user_name').notNull(),
    fileName: text('file_name').notNull(),
    source: text('source', { enum: ['sigma', 'ultragestor', 'other'] }).notNull(),
    rowCount: integer('row_count').notNull(),
    /** The column titles, sealed: a file without titles has a client, password included, in its first line. */
    headSealed: text('head_sealed').notNull(),
    /** SHA-256 of each title: what the next file's columns are recognised by. */
    headKeys: jsonb('head_keys').notNull().$type<string[]>(),
    /** What each column is, in the file's order; null for a column left out. */
    fields: jsonb('fields').notNull().$type<(string | null)[]>(),
    serverId: uuid('server_id'),
    /** For rows that name no plan. */
    planId: uuid('plan_id'),
    /** Names in the plan column that are no plan's, folded, and the plan a person chose for each. */
    planNames: jsonb('plan_names').notNull().default({}).$type<Record<string, string>>(),
    /** Names in the plan column that nothing explains yet, with how many rows have them. */
    unknownPlans: jsonb('unknown_plans').notNull().default({}).$type<Record<string, number>>(),
    existing: text('existing', { enum: ['update', 'skip'] })
      .notNull()
      .default('update'),
    /** A person said that these accounts exist on the server's panel. */
    onPanel: boolean('on_panel').notNull().default(false),
    state: text('state', { enum: ['mapping', 'checked', 'running', 'done', 'undoing', 'undone'] })
      .notNull()
      .default('mapping'),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
    /** When the rows' contents were deleted: after that nothing can be undone. */
    forgottenAt: instant('forgotten_at'),
  },
  (t) => [
    unique('import_batches_scope').on(t.resellerId, t.id),
    index('import_batches_list').on(t.resellerId, t.createdAt),
    index('import_batches_due').on(t.createdAt).where(sql`${t.state} in ('running', 'undoing')`),
    foreignKey({ columns: [t.resellerId, t.serverId], foreignColumns: [servers.resellerId, servers.id] }),
    foreignKey({ columns: [t.resellerId, t.planId], foreignColumns: [plans.resellerId, plans.id] }),
  ],
);

/** One line of such a file. Its state changes in the transaction that changes the client: never twice. */
export const importRows = pgTable(
  'import_rows',
  {
    batchId: uuid('batch_id').notNull(),
    /** The line as a spreadsheet numbers it; the titles are line 1. */
    n: integer('n').notNull(),
    resellerId: resellerId(),
    /** The line's cells, sealed as one JSON array: there is a password among them. */
    cellsSealed: text('cells_sealed').notNull(),
    /** SHA-256 of batch and username: what makes two lines the same account. */
    key: text('key'),
    verdict: text('verdict', { enum: ['new', 'update', 'known', 'error', 'twice'] }),
    /** What is wrong, by field, as the person reads it. Never holds a cell's text but a plan's name. */
    problems: jsonb('problems').notNull().default({}).$type<Record<string, string>>(),
    skip: boolean('skip').notNull().default(false),
    state: text('state', {
      enum: ['waiting', 'created', 'updated', 'left', 'removed', 'restored', 'kept'],
    })
      .notNull()
      .default('waiting'),
    /** Why it was left out or could not be undone; a key of lib/imports/messages.ts. */
    reason: text('reason'),
    clientId: uuid('client_id'),
    /** What an updated client was, for the undo; its password stays sealed. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    /** Fingerprint of the client as the import left it: another one means that a person worked on it since. */
    written: text('written'),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.n] }),
    index('import_rows_by_state').on(t.batchId, t.state, t.n),
    index('import_rows_by_key').on(t.batchId, t.key),
    foreignKey({
      columns: [t.resellerId, t.batchId],
      foreignColumns: [importBatches.resellerId, importBatches.id],
    }).onDelete('cascade'),
  ],
);
