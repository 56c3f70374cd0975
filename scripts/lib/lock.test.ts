import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock } from './lock.mjs';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ultragestor-lock-'));
  path = join(folder, 'start.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('one holder at a time, and the next after it', () => {
  const unlock = tryLock(path);
  expect(unlock).not.toBeNull();
  expect(tryLock(path)).toBeNull();
  unlock?.();
  expect(existsSync(path)).toBe(false);
  tryLock(path)?.();
});

test.each(['{"pid":999999,"startedAt":"long ago"}', '{"pid":'])(
  'of many takers of a dead holder’s lock exactly one wins: %s',
  async (corpse) => {
    writeFileSync(path, corpse);
    const takers = Array.from({ length: 5 }, startTaker);
    const answers = await Promise.all(takers.map(({ said }) => said));
    for (const { child } of takers) child.stdin.end();
    expect(answers.filter((said) => said === 'won')).toHaveLength(1);
  },
);

test('a number that belongs to another process now does not hold', () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: 'another boot:1' }));
  expect(tryLock(path)).not.toBeNull();
});

/** Tries for a moment in a process of its own, says how it went, and lives until its input ends. */
function startTaker() {
  const lock = pathToFileURL(join(__dirname, 'lock.mjs')).href;
  const program = `
    const { tryLock } = await import(${JSON.stringify(lock)});
    let won = null;
    for (let i = 0; i < 60 && !won; i++) {
      won = tryLock(${JSON.stringify(path)});
      await new Promise((r) => setTimeout(r, 5));
    }
    process.stdout.write(won ? 'won' : 'lost');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const said = new Promise<string>((answer) => {
    child.stdout.once('data', (chunk) => answer(String(chunk)));
    child.once('exit', () => answer('died'));
  });
  return { child, said };
}
