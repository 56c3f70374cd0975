import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { dataDir, loadSettings } from './paths.mjs';
import { Refusal } from './say.mjs';

const GENERATED = {
  AUTH_SECRET: () => randomBytes(32).toString('base64url'),
  CRON_SECRET: () => randomBytes(24).toString('base64url'),
  ENCRYPTION_KEYS: () => generateKey(1),
};

/** A key-encryption key of that number, in the form of ENCRYPTION_KEYS. */
export const generateKey = (number) => `k${number}:${randomBytes(32).toString('base64')}`;

/** The settings of this start: environment, then `.env`, then what was generated into DATA_DIR. */
export function readSettings({ generate = true } = {}) {
  loadSettings();
  const { HOST: host = '127.0.0.1', PORT = '3000', DEMO = '1' } = process.env;
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT=${PORT} não é uma porta: use um número de 1 a 65535.`);
  }
  const dir = writableDir();
  const demo = DEMO === '1' || DEMO === 'true';
  return { host, port, demo, dir, secrets: secretsOf(dir, isLoopback(host) && generate, host) };
}

/** Whether only this machine can reach an address. */
export const isLoopback = (host) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Where a browser on this machine finds the product. */
export function addressOf({ host, port }) {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function writableDir() {
  try {
    return dataDir();
  } catch (error) {
    throw new Refusal(`DATA_DIR não pode ser criada: ${error.message}`);
  }
}

/** An empty CRON_SECRET is a choice (the route answers 503); an absent one is missing. */
function secretsOf(dir, mayGenerate, host) {
  const file = join(dir, 'secrets.json');
  const kept = readJson(file, {});
  const given = (name) => process.env[name] || (name === 'CRON_SECRET' ? process.env[name] : undefined);
  const missing = Object.keys(GENERATED).filter((name) => given(name) === undefined && !kept[name]);
  if (missing.length > 0 && !mayGenerate) {
    throw new Refusal(
      `HOST=${host} pode ser alcançado por outras máquinas: defina ${missing.join(', ')} antes de iniciar (veja .env.example).`,
    );
  }
  for (const name of missing) kept[name] = GENERATED[name]();
  kept.POSTGRES_PASSWORD ??= randomBytes(18).toString('base64url');
  if (JSON.stringify(kept) !== JSON.stringify(readJson(file, {}))) writeJson(file, kept);
  const used = Object.fromEntries(Object.keys(GENERATED).map((name) => [name, given(name) ?? kept[name]]));
  return { ...used, POSTGRES_PASSWORD: kept.POSTGRES_PASSWORD };
}
