import 'server-only';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { quietQueryErrors } from './errors';
import * as schema from './schema/all';

quietQueryErrors();

export type Database = PostgresJsDatabase<typeof schema>;
/** A transaction or the pool: what a query needs to run on either. */
export type Executor = Pick<
  Database,
  'select' | 'insert' | 'update' | 'delete' | 'execute' | 'query' | 'transaction'
>;

type Pool = { db: Database; sql: postgres.Sql };
const kept = globalThis as typeof globalThis & { ultragestorPool?: Pool };

function connect(): Pool {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start the product with `npm start`.');
  const sql = postgres(url, {
    max: 10,
    idle_timeout: 30,
    onnotice: () => {},
    // Works behind a transaction pooler too (fault F62).
    prepare: false,
    connection: {
      application_name: 'ultragestor',
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
  return { sql, db: drizzle(sql, { schema }) };
}

/** The process's one pool, opened on first use so that a build needs no database. */
export function database(): Database {
  kept.ultragestorPool ??= connect();
  return kept.ultragestorPool.db;
}

/** Whether a write failed on this unique index, however deep the error is wrapped. */
export function breaks(error: unknown, index: string): boolean {
  for (let e = error; e instanceof Error; e = e.cause)
    if ('constraint_name' in e && e.constraint_name === index) return true;
  return false;
}

/** Closes the pool; for scripts and tests that end. */
export async function closeDatabase(): Promise<void> {
  await kept.ultragestorPool?.sql.end({ timeout: 5 });
  kept.ultragestorPool = undefined;
}
