import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { readJson, writeJson } from './files.mjs';
import { inRoot } from './paths.mjs';
import { endGroup, identify, isSame } from './processes.mjs';

const running = new Set();

/**
 * Runs a long program of which one at a time may work on this folder (an installation, a build). One that a
 * killed start left behind is ended first: two would spoil each other's files.
 */
export async function longChild(name, program, args, options = {}) {
  mkdirSync(inRoot('.data'), { recursive: true, mode: 0o711 });
  const file = inRoot('.data', `${name}.json`);
  const left = readJson(file);
  if (isSame(left)) await endGroup(left.pid);
  const child = spawn(program, args, {
    cwd: inRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    ...options,
  });
  running.add(child);
  if (child.pid) writeJson(file, identify(child.pid));
  const answer = await outcome(child);
  running.delete(child);
  rmSync(file, { force: true });
  return answer;
}

/** Ends what `longChild` still runs: for whoever is asked to stop. */
export const endLongChildren = () => Promise.all([...running].map(({ pid }) => pid && endGroup(pid)));

function outcome(child) {
  let output = '';
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((answer) => {
    child.on('error', (error) => answer({ code: 1, output: error.message }));
    child.on('close', (code) => answer({ code: code ?? 1, output }));
  });
}
