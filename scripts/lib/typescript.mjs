import { spawn } from 'node:child_process';
import { inRoot } from './paths.mjs';
import { Refusal } from './say.mjs';

/** How Node runs one of our TypeScript programs: on the server side of the fence that `server-only` draws. */
export const typescript = (path, ...rest) => [
  '--conditions=react-server',
  '--import=tsx',
  inRoot(path),
  ...rest,
];

/** Runs a TypeScript program to its end and answers what it printed; a failure is a refusal with its words. */
export function runTypescript(path, env, ...rest) {
  return new Promise((answer, refuse) => {
    const child = spawn(process.execPath, typescript(path, ...rest), {
      cwd: inRoot(),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-3000);
    });
    child.on('error', refuse);
    child.on('close', (code) =>
      code === 0 ? answer(output) : refuse(new Refusal(errors.trim() || output.trim() || `${path} falhou`)),
    );
  });
}
