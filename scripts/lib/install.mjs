import { mkdirSync } from 'node:fs';
import { readJson } from './files.mjs';
import { withLock } from './lock.mjs';
import { longChild } from './long-child.mjs';
import { inRoot } from './paths.mjs';
import { Refusal, say, step } from './say.mjs';

/** Installs what package-lock.json names, tools included, when node_modules differs from it. */
export async function ensureInstalled() {
  if (installed()) return;
  mkdirSync(inRoot('.data'), { recursive: true, mode: 0o711 });
  await withLock(
    inRoot('.data/install.lock'),
    async () => {
      if (installed()) return;
      await step('Instalando dependências', async () => {
        if ((await npmCi()).code === 0) return;
        say('  A instalação falhou; tentando mais uma vez.');
        const { code, output } = await npmCi();
        if (code !== 0) throw new Refusal(`npm ci falhou:\n${output.slice(-2000)}`);
      });
    },
    () => say('· Outra instalação está em andamento; aguardando…'),
  );
}

/** npm writes node_modules/.package-lock.json last: what it lists was really laid down. */
function installed() {
  const wanted = readJson(inRoot('package-lock.json'), { packages: {} }).packages;
  const present = readJson(inRoot('node_modules/.package-lock.json'))?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || present[path]?.version === entry.version || (!present[path] && leftOut(entry)),
  );
}

/** Optional packages of other systems, or of no system by name, are rightly absent. */
function leftOut({ optional, os, cpu, libc }) {
  if (!optional) return false;
  const fits = (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
  return !fits || Boolean(libc) || (!os && !cpu);
}

function npmCi() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [program, all] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  return longChild('install', program, all, {
    env: { ...process.env, NODE_ENV: '', npm_config_progress: 'false' },
    shell: process.platform === 'win32' && program === 'npm',
  });
}
