import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from './lib/database.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureDatabase, startPostgres, stopPostgres } from './lib/postgres.mjs';
import { runMain, say, step } from './lib/say.mjs';
import { generateKey } from './lib/settings.mjs';
import { runTypescript } from './lib/typescript.mjs';

/** `npm run bench`: what large numbers cost, as ratios, which say more than one machine's milliseconds; `clients`, `sheets`, `sync` or `import` alone. */
const [only] = process.argv.slice(2);
const BENCHES = [
  ['clients', 'scripts/bench-run.ts', 'Medindo as listas'],
  ['sheets', 'scripts/bench-sheets.ts', 'Medindo o envio às planilhas'],
  ['sync', 'scripts/bench-sync.ts', 'Medindo a leitura de um painel'],
  ['import', 'scripts/bench-import.ts', 'Medindo a importação de clientes'],
];
await runMain(async () => {
  await ensureInstalled();
  const dir = mkdtempSync(join(tmpdir(), 'ultragestor-bench-'));
  chmodSync(dir, 0o711);
  const server = await startPostgres({ home: join(dir, 'data'), password: randomBytes(9).toString('hex') });
  try {
    await ensureDatabase(server, 'bench');
    const url = server.urlOf('bench');
    await step('Preparando o banco', () => migrate(url));
    const env = {
      DATABASE_URL: url,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEYS: generateKey(1),
      LOG_LEVEL: 'error',
    };
    for (const [name, script, words] of BENCHES)
      if (!only || only === name) say(await step(words, () => runTypescript(script, env)));
  } finally {
    await stopPostgres(server);
    rmSync(dir, { recursive: true, force: true });
  }
});
