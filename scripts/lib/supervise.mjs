import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { endGroup, signalGroup } from './processes.mjs';
import { say } from './say.mjs';

const LOG_LIMIT = 10_000_000;
const STEADY_MS = 60_000;
const FIRST_PAUSE_MS = 250;

/** Starts processes, restarts with back-off the ones that die, and ends them all in order. */
export class Supervisor {
  constructor(dir, record) {
    this.logs = join(dir, 'logs');
    this.record = record;
    this.kept = [];
    this.ending = false;
    mkdirSync(this.logs, { recursive: true, mode: 0o700 });
  }

  /** Keeps a Node program running. Its output goes to DATA_DIR/logs/<name>.log, or to this terminal. */
  async program(name, args, env, { toTerminal = false } = {}) {
    await this.keep(name, () => this.#spawn(name, args, env, toTerminal), { signal: 'SIGTERM' });
  }

  /** Keeps whatever `launch` starts running; `launch` answers a child process. */
  async keep(name, launch, ending, already) {
    const one = { name, ending, child: already ?? (await launch()), pauseMs: FIRST_PAUSE_MS };
    this.kept.push(one);
    this.#watch(one, launch);
  }

  async end() {
    this.ending = true;
    for (const one of this.kept.toReversed()) {
      if (one.child?.pid) await endGroup(one.child.pid, one.ending);
    }
  }

  #watch(one, launch) {
    const { child, name } = one;
    const began = Date.now();
    this.record.child(name, child.pid);
    child.once('exit', async (code, signal) => {
      if (child.pid) signalGroup(child.pid, 'SIGKILL');
      if (this.ending) return;
      one.pauseMs = Date.now() - began > STEADY_MS ? FIRST_PAUSE_MS * 2 : Math.min(one.pauseMs * 2, 30_000);
      say(`! ${name} parou (${signal ?? code}); reiniciando em ${one.pauseMs / 1000} s. Veja ${this.logs}`);
      this.#again(one, launch);
    });
  }

  #again(one, launch) {
    setTimeout(async () => {
      if (this.ending) return;
      try {
        one.child = await launch();
        if (this.ending) await endGroup(one.child.pid, one.ending);
        else this.#watch(one, launch);
      } catch (error) {
        say(`! ${one.name} não voltou: ${error.message}`);
        one.pauseMs = Math.min(one.pauseMs * 2, 30_000);
        this.#again(one, launch);
      }
    }, one.pauseMs);
  }

  #spawn(name, args, env, toTerminal) {
    const output = toTerminal ? 'inherit' : this.#openLog(name);
    const child = spawn(process.execPath, args, {
      cwd: inRoot(),
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      // A group of its own: Ctrl-C reaches this process alone, which ends the others in order.
      detached: true,
    });
    if (!toTerminal) closeSync(output);
    child.on('error', (error) => say(`! ${name}: ${error.message}`));
    return child;
  }

  #openLog(name) {
    const path = join(this.logs, `${name}.log`);
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_LIMIT) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  }
}
