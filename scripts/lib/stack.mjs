import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';
import { freePortFrom } from './ports.mjs';
import { endGroup } from './processes.mjs';
import { Refusal } from './say.mjs';

const READY = 'UltraGestor pronto em';

/**
 * The whole product as `npm start` runs it, over a temporary folder and a free port, quick in its waits: what
 * the browser's tests talk to. Nothing of the caller's settings leaks in, least of all a DATABASE_URL.
 */
export async function startStack() {
  const dir = mkdtempSync(join(tmpdir(), 'ultragestor-e2e-'));
  // The embedded server's own user must pass through.
  chmodSync(dir, 0o711);
  const logFile = join(dir, 'start.log');
  const port = await freePortFrom(3100);
  const output = openSync(logFile, 'a');
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs')], {
    cwd: inRoot(),
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, ...settings(dir, port) },
  });
  closeSync(output);
  const log = () => readFileSync(logFile, 'utf8');
  for (const until = Date.now() + 240_000; !log().includes(READY); await sleep(200)) {
    if (child.exitCode === null && Date.now() < until) continue;
    await endGroup(child.pid, { patienceMs: 20_000 });
    throw new Refusal(`npm start não ficou pronto:\n${log()}`);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    dir,
    stop: async ({ keep }) => {
      await endGroup(child.pid, { patienceMs: 20_000 });
      if (!keep) rmSync(dir, { recursive: true, force: true });
    },
  };
}

const settings = (dir, port) => ({
  DATA_DIR: dir,
  PORT: String(port),
  HOST: '127.0.0.1',
  DEMO: '1',
  DATABASE_URL: '',
  AUTH_SECRET: '',
  ENCRYPTION_KEYS: '',
  CRON_SECRET: 'cron-secret-of-the-browser-tests',
  PANEL_ALLOWED_PRIVATE_HOSTS: '',
  PANEL_CALL_EVERY_MS: '50',
  RENEWAL_HOLD_SECONDS: '2',
  RENEWAL_QUIET_SECONDS: '5',
  VERIFICACAO_INTERVAL: '5000',
  TRUST_PROXY: '0',
});
