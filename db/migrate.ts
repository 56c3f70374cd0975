import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const LOCK = 5_180_001;

/**
 * Applies what `db/migrations` holds and the database lacks, all or nothing. Two at once: the second waits, then finds
 * nothing to do. A table that others keep for ten seconds is given up: whoever wrote meanwhile would wait behind us.
 */
export async function migrateDatabase(
  url: string,
  folder = join(process.cwd(), 'db/migrations'),
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await sql`set lock_timeout = '10s'`;
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
