import { join } from 'node:path';
import { filesHash } from './files.mjs';
import { ensureDatabase, startPostgres } from './postgres.mjs';
import { Refusal } from './say.mjs';
import { runTypescript } from './typescript.mjs';

const NAME = 'ultragestor';

/** The product's database: DATABASE_URL when it is set, else the embedded server over DATA_DIR. Migrated. */
export async function openDatabase({ dir, secrets }, port) {
  const server = process.env.DATABASE_URL ? null : await embedded(dir, secrets, port);
  const url = process.env.DATABASE_URL || server.urlOf(NAME);
  if (!server) await checkGiven(url);
  await migrate(url);
  return { url, server };
}

/** The embedded server alone, as a restart needs it: on the port that everybody was told. */
export async function embedded(dir, secrets, port) {
  const home = join(dir, 'postgres');
  const server = await startPostgres({ home, password: secrets.POSTGRES_PASSWORD, port });
  await ensureDatabase(server, NAME);
  return server;
}

/**
 * Applies the migrations and the queue's tables that the database lacks. What was applied is noted on the
 * database itself, so that most starts need only read a note.
 */
export async function migrate(url) {
  const wanted = filesHash(['db/migrations', 'lib/queue/api.ts', 'package-lock.json']);
  const note = `ultragestor ${wanted}`;
  const [row] = await ask(
    url,
    (sql) => sql`select current_database() as name, shobj_description(oid, 'pg_database') as note
                 from pg_database where datname = current_database()`,
  );
  if (row.note === note) return;
  await runTypescript('scripts/migrate-run.ts', { DATABASE_URL: url });
  // Only the database's owner may note this; others migrate again, which changes nothing.
  await ask(url, (sql) => sql.unsafe(`comment on database "${row.name}" is '${note}'`)).catch(() => {});
}

/** Whether no reseller exists yet. */
export const isEmpty = (url) =>
  ask(url, async (sql) => (await sql`select 1 from resellers limit 1`).length === 0);

async function checkGiven(url) {
  const version = await ask(
    url,
    async (sql) => (await sql`show server_version_num`)[0].server_version_num,
  ).catch((error) => {
    throw new Refusal(`DATABASE_URL não responde: ${error.code ?? ''} ${error.message}`);
  });
  if (Number(version) < 150_000) throw new Refusal('DATABASE_URL aponta para um PostgreSQL anterior ao 15.');
}

async function ask(url, question) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(url, { max: 1, connect_timeout: 10, prepare: false, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
