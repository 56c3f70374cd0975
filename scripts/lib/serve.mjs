import { ensureBuilt } from './build.mjs';
import { embedded, isEmpty, openDatabase } from './database.mjs';
import { demoEnv, demoOf, seedDemo, startDoubles } from './demo.mjs';
import { inRoot } from './paths.mjs';
import { Refusal, say, step } from './say.mjs';
import { addressOf, isLoopback } from './settings.mjs';
import { typescript } from './typescript.mjs';
import { answers } from './wait.mjs';

const FAST_QUIET_SECONDS = 60;

/** Database, demo, build, panel, web and worker, in the order in which each needs the other; then the one line. */
export async function serve(settings, supervisor, record) {
  warn();
  const { url, server } = await step('Preparando o banco de dados', () => openDatabase(settings));
  if (server) {
    const again = async () => (await embedded(settings.dir, settings.secrets, server.port)).child;
    await supervisor.keep('postgres', again, { signal: 'SIGINT', patienceMs: 15_000 }, server.child);
  }
  const demo = await demoOf(settings, url);
  const env = productEnv(settings, url, demo);
  record.note({ databaseUrl: url });
  if (demo) await startDoubles(demo, supervisor);
  const seeded = demo && seedDemo(demo, env);
  await Promise.all([seeded, settings.dev ? null : ensureBuilt()]);
  // --watch restarts the worker when its code changes, as Next does with the pages.
  const watch = settings.dev ? ['--watch', '--watch-preserve-output'] : [];
  await supervisor.program('worker', [...watch, ...typescript('scripts/worker.ts')], env);
  await startWeb(settings, supervisor, env);
  record.note({ ready: true });
  say(await lastLine(settings, url, demo));
}

async function startWeb(settings, supervisor, env) {
  const next = inRoot('node_modules/next/dist/bin/next');
  const args = [next, settings.dev ? 'dev' : 'start', '-H', settings.host, '-p', String(settings.port)];
  await step('Subindo o servidor', async () => {
    await supervisor.program('web', args, env, { toTerminal: settings.dev });
    const up = await answers(`${addressOf(settings)}/api/health`, { still: () => !supervisor.ending });
    if (!up && !supervisor.ending) {
      throw new Refusal(`O servidor não respondeu em 90 s. Veja ${supervisor.logs}/web.log`);
    }
  });
}

const productEnv = (settings, url, demo) => ({
  DATABASE_URL: url,
  DATA_DIR: settings.dir,
  HOST: settings.host,
  PORT: String(settings.port),
  AUTH_SECRET: settings.secrets.AUTH_SECRET,
  CRON_SECRET: settings.secrets.CRON_SECRET,
  ENCRYPTION_KEYS: settings.secrets.ENCRYPTION_KEYS,
  // The one place that knows: a worker is kept running below, so no act does its work after the answer.
  HAS_WORKER: '1',
  NODE_ENV: settings.dev ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  ...demoEnv(demo),
});

function warn() {
  const quiet = process.env.RENEWAL_QUIET_SECONDS;
  if (quiet !== undefined && Number(quiet) < FAST_QUIET_SECONDS) {
    say(
      `! RENEWAL_QUIET_SECONDS=${quiet}: com menos de ${FAST_QUIET_SECONDS} s, um painel lento pode receber a mesma renovação duas vezes.`,
    );
  }
}

async function lastLine(settings, url, demo) {
  const address = addressOf(settings);
  if (demo) {
    const button = isLoopback(settings.host) ? ' (ou o botão "Entrar na demonstração")' : '';
    return `UltraGestor pronto em ${address} · entre com ${demo.email} e a senha ${demo.password}${button}`;
  }
  if (!(await isEmpty(url))) return `UltraGestor pronto em ${address}`;
  return `UltraGestor pronto em ${address} · crie a primeira revenda: npm run admin -- create-reseller --name "Minha Revenda" --email voce@exemplo.com --password "uma senha longa" --country BR`;
}
