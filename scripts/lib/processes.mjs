import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process of that number lives (it may be another program by now). */
export function lives(pid) {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !isZombie(pid);
}

/** When a process began, in the system's own words: with its number, a name that no later process can bear. */
export function startedAt(pid) {
  if (process.platform === 'linux') {
    const fields = statFields(pid);
    return fields ? `${bootId()}:${fields[19]}` : null;
  }
  if (process.platform === 'win32') return null;
  const said = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return said.stdout?.trim() || null;
}

/** What identifies a process for as long as the machine is up. */
export const identify = (pid) => ({ pid, startedAt: startedAt(pid) });

/** Whether the process that `identify` named still lives: never another that got its number. */
export const isSame = (known) =>
  Boolean(
    known && lives(known.pid) && (known.startedAt === null || known.startedAt === startedAt(known.pid)),
  );

/** The command line of a process, or an empty text. */
export function commandOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/** Sends a signal to a process and everything it started in its group. */
export function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group (or none on this system): the process alone.
    }
  }
}

/** Asks a group to end, then insists. Resolves when its leader is gone. */
export async function endGroup(pid, { signal = 'SIGTERM', patienceMs = 8_000 } = {}) {
  signalGroup(pid, signal);
  for (const until = Date.now() + patienceMs; lives(pid) && Date.now() < until; ) await sleep(50);
  signalGroup(pid, 'SIGKILL');
  for (const until = Date.now() + 3_000; lives(pid) && Date.now() < until; ) await sleep(50);
}

const isZombie = (pid) => process.platform === 'linux' && statFields(pid)?.[0] === 'Z';

/** /proc/<pid>/stat after the command's name, which may itself hold spaces and brackets. */
function statFields(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
