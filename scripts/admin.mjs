import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { begunDemo, demoEnv } from './lib/demo.mjs';
import { readJson, writeJson } from './lib/files.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { dataDir, loadSettings } from './lib/paths.mjs';
import { livingRun } from './lib/run-record.mjs';
import { Refusal, runMain, say } from './lib/say.mjs';
import { generateKey } from './lib/settings.mjs';
import { runTypescript } from './lib/typescript.mjs';
import { withDatabase } from './lib/with-database.mjs';

const HELP = `npm run admin -- <comando>
  create-reseller --name NOME --email E-MAIL --password SENHA --country BR|MZ
  reset-password  --email E-MAIL --password SENHA
  after-restore   depois de restaurar um backup: nada sai antes de cada painel ser lido
  rotate-keys     recifra tudo com a primeira chave de ENCRYPTION_KEYS
  tick            faz agora tudo o que está vencido`;

const OPTIONS = {
  'create-reseller': ['name', 'email', 'password', 'country'],
  'reset-password': ['email', 'password'],
  'after-restore': [],
  'rotate-keys': [],
  tick: [],
};

/** `npm run admin`: the installation's acts. Each prints JSON on the last line. */
async function admin() {
  const [command = '', ...rest] = process.argv.slice(2);
  const options = OPTIONS[command];
  if (!options) throw new Refusal(HELP);
  const values = read(rest, options);
  loadSettings();
  await ensureInstalled();
  if (command === 'after-restore' && livingRun(dataDir())) {
    throw new Refusal(
      'Pare o UltraGestor antes: ele não pode trabalhar sobre um backup que ainda não foi conferido.',
    );
  }
  await withDatabase(async (url, settings) => {
    const finish = command === 'rotate-keys' ? newKey(settings) : () => {};
    const env = {
      DATABASE_URL: url,
      DATA_DIR: settings.dir,
      LOG_LEVEL: 'error',
      // A tick speaks to the panels as the product does, the demo's too.
      ...demoEnv(begunDemo(settings)),
      ...settings.secrets,
      ENCRYPTION_KEYS: settings.secrets.ENCRYPTION_KEYS,
      // The command's words never stand in a process list.
      ADMIN_INPUT: JSON.stringify(values),
    };
    say((await runTypescript('scripts/admin-run.ts', env, command)).trim());
    finish();
  });
}

function read(rest, options) {
  try {
    const shape = Object.fromEntries(options.map((name) => [name, { type: 'string' }]));
    const { values } = parseArgs({ args: rest, options: shape, strict: true });
    const missing = options.filter((name) => values[name] === undefined);
    if (missing.length > 0) throw new Error(`falta --${missing.join(', --')}`);
    return values;
  } catch (error) {
    throw new Refusal(`${error.message}\n${HELP}`);
  }
}

/**
 * Keys that were given by the environment are rotated by whoever gives them: the new one is put first there.
 * A generated one gets a successor here, which needs the product stopped: it knows only the old one.
 */
function newKey(settings) {
  if (process.env.ENCRYPTION_KEYS) return () => {};
  if (livingRun(settings.dir)) {
    throw new Refusal('Pare o UltraGestor antes de trocar as chaves: ele só conhece as antigas.');
  }
  const file = join(settings.dir, 'secrets.json');
  const kept = readJson(file);
  const number = 1 + Math.max(...[...kept.ENCRYPTION_KEYS.matchAll(/k(\d+):/g)].map(([, n]) => Number(n)));
  const fresh = generateKey(number);
  // Kept before it is used: a rotation that is killed midway finds both keys and goes on.
  kept.ENCRYPTION_KEYS = `${fresh},${kept.ENCRYPTION_KEYS}`;
  writeJson(file, kept);
  settings.secrets.ENCRYPTION_KEYS = kept.ENCRYPTION_KEYS;
  return () => writeJson(file, { ...kept, ENCRYPTION_KEYS: fresh });
}

await runMain(admin);
