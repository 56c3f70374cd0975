import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { endGroup, identify, isSame } from './processes.mjs';

/**
 * DATA_DIR/run.json: who serves this folder, whether it is ready, and each process it started with the moment
 * that one began, so that the next start ends exactly the orphans of a killed one and nothing else.
 */
export class RunRecord {
  constructor(dir) {
    this.file = join(dir, 'run.json');
    this.state = { owner: identify(process.pid), ready: false, children: {} };
  }

  note(change) {
    Object.assign(this.state, change);
    writeJson(this.file, this.state);
  }

  child(name, pid) {
    this.note({ children: { ...this.state.children, [name]: { ...identify(pid), name } } });
  }

  remove() {
    rmSync(this.file, { force: true });
  }
}

/** The record of whoever serves this folder, when that one lives. */
export function livingRun(dir) {
  const run = readJson(join(dir, 'run.json'));
  return isSame(run?.owner) ? run : null;
}

/** Ends what a killed start left running. Programs that use the database go before it. */
export async function endOrphans(dir) {
  const left = Object.values(readJson(join(dir, 'run.json'), {}).children ?? {}).filter(isSame);
  const postgres = left.filter(({ name }) => name === 'postgres');
  const other = left.filter(({ name }) => name !== 'postgres');
  await Promise.all(other.map(({ pid }) => endGroup(pid)));
  await Promise.all(postgres.map(({ pid }) => endGroup(pid, { signal: 'SIGINT', patienceMs: 15_000 })));
  return left.length;
}
