import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureInstalled } from './lib/install.mjs';
import { tryLock } from './lib/lock.mjs';
import { endLongChildren } from './lib/long-child.mjs';
import { isFree } from './lib/ports.mjs';
import { endOrphans, livingRun, RunRecord } from './lib/run-record.mjs';
import { Refusal, runMain, say } from './lib/say.mjs';
import { serve } from './lib/serve.mjs';
import { addressOf, readSettings } from './lib/settings.mjs';
import { Supervisor } from './lib/supervise.mjs';

/**
 * `npm start` and `npm run dev`: from a fresh clone to a served product. Plain Node until the packages are
 * there. One start per DATA_DIR: a second one waits for the first and says where it serves.
 */
async function start({ dev = process.argv.includes('--dev') } = {}) {
  checkNode();
  const settings = { ...readSettings(), dev };
  const unlock = await becomeTheOne(settings.dir);
  if (!unlock) return;
  const record = new RunRecord(settings.dir);
  const supervisor = new Supervisor(settings.dir, record);
  endWell(supervisor, record, unlock);
  try {
    if (await endOrphans(settings.dir)) say('· Encerrei o que um início interrompido deixou rodando.');
    record.note({ url: addressOf(settings) });
    if (!(await isFree(settings.port, settings.host))) {
      throw new Refusal(
        `A porta ${settings.port} já está em uso por outro programa. Encerre-o ou use outra: PORT=${settings.port + 1} npm start`,
      );
    }
    await ensureInstalled();
    await serve(settings, supervisor, record);
  } catch (error) {
    // Asked to stop: what broke off because of that is no failure, and `endWell` ends this process.
    if (supervisor.ending) return;
    await supervisor.end();
    record.remove();
    unlock();
    throw error;
  }
}

/** Null when another start serves this folder (said so); else the release of the lock. */
async function becomeTheOne(dir) {
  const path = join(dir, 'start.lock');
  for (let told = false; ; await sleep(200)) {
    const unlock = tryLock(path);
    if (unlock) return unlock;
    const run = livingRun(dir);
    if (run?.ready) {
      say(`UltraGestor já está rodando em ${run.url}`);
      return null;
    }
    if (!told) say('· Outro início está preparando o UltraGestor; aguardando…');
    told = true;
  }
}

/** Ctrl-C and SIGTERM end every process that was started; a second Ctrl-C ends this one at once. */
function endWell(supervisor, record, unlock) {
  let ending = false;
  const end = async () => {
    if (ending) process.exit(1);
    ending = true;
    say('Encerrando…');
    supervisor.ending = true;
    await endLongChildren();
    await supervisor.end();
    record.remove();
    unlock();
    process.exit(0);
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  // A terminal that closes; under nohup (no terminal) it must stay without effect.
  if (process.stdout.isTTY) process.on('SIGHUP', end);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20)) {
    throw new Refusal(`UltraGestor precisa do Node 20.20 ou mais novo; este é o ${process.versions.node}.`);
  }
}

await runMain(start);
