import { join } from 'node:path';
import { openDatabase } from './database.mjs';
import { tryLock } from './lock.mjs';
import { stopPostgres } from './postgres.mjs';
import { livingRun } from './run-record.mjs';
import { Refusal } from './say.mjs';
import { readSettings } from './settings.mjs';

/**
 * Runs `work` on the product's database: DATABASE_URL, the server of a running start, or the embedded one
 * started for as long as it takes.
 */
export async function withDatabase(work) {
  const settings = readSettings();
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL, settings);
  const run = livingRun(settings.dir);
  if (run?.databaseUrl) return work(run.databaseUrl, settings);
  const unlock = tryLock(join(settings.dir, 'start.lock'));
  if (!unlock) throw new Refusal('O UltraGestor está iniciando agora; tente de novo em instantes.');
  try {
    const { url, server } = await openDatabase(settings);
    try {
      return await work(url, settings);
    } finally {
      await stopPostgres(server);
    }
  } finally {
    unlock();
  }
}
