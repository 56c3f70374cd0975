import { migrate } from './lib/database.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { loadSettings } from './lib/paths.mjs';
import { runMain, say } from './lib/say.mjs';
import { withDatabase } from './lib/with-database.mjs';

/** `npm run db:migrate`: for hosts that migrate on their own. Without DATABASE_URL, the embedded database. */
await runMain(async () => {
  loadSettings();
  await ensureInstalled();
  // A given database needs no secrets to be migrated: the host that builds may not have them.
  if (process.env.DATABASE_URL) await migrate(process.env.DATABASE_URL);
  else await withDatabase(async () => {});
  say('Banco de dados em dia.');
});
