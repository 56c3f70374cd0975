import { linkSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './files.mjs';
import { identify, isSame } from './processes.mjs';

/**
 * Takes a lock that dies with its holder. Answers a release function, or null while another living process
 * holds it. `link` refuses an existing name, so one of two creators wins. A dead holder's file is replaced under
 * a second lock of the same kind: without it, two takers could both see the corpse and one remove the other's.
 */
export function tryLock(path) {
  const me = identify(process.pid);
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(me));
  try {
    if (linked(draft, path)) return () => release(path, me);
    if (isSame(readJson(path))) return null;
    const releaseTakeover = tryLock(`${path}.takeover`);
    if (!releaseTakeover) return null;
    try {
      if (isSame(readJson(path))) return null;
      renameSync(draft, path);
      return () => release(path, me);
    } finally {
      releaseTakeover();
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` under the lock, waiting for other holders; `onWait` is told once. */
export async function withLock(path, work, onWait = () => {}) {
  let unlock = tryLock(path);
  if (!unlock) onWait();
  while (!unlock) {
    await sleep(200);
    unlock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    unlock();
  }
}

function linked(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function release(path, me) {
  const held = readJson(path);
  if (held?.pid === me.pid && held.startedAt === me.startedAt) unlinkSync(path);
}
