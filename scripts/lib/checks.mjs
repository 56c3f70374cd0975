import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { readJson } from './files.mjs';
import { inRoot } from './paths.mjs';

const WORK = '.data/checks';

/** Formatting, imports and lint rules. */
export const lint = () => one(run('node_modules/@biomejs/biome/bin/biome', ['check', '.']));

/** Routes' types, then every type. */
export const types = () =>
  one(
    run('node_modules/next/dist/bin/next', ['typegen']).then((made) =>
      made.code === 0 ? run('node_modules/typescript/bin/tsc', ['--noEmit']) : made,
    ),
  );

/** The migrations say what the schema says: generating once more adds nothing. */
export async function migrations() {
  const copy = join(WORK, 'migrations');
  rmSync(inRoot(copy), { recursive: true, force: true });
  mkdirSync(inRoot(WORK), { recursive: true });
  cpSync(inRoot('db/migrations'), inRoot(copy), { recursive: true });
  const args = ['generate', '--dialect', 'postgresql', '--schema', './db/schema', '--out', copy];
  const said = await run('node_modules/drizzle-kit/bin.cjs', args);
  const added = readdirSync(inRoot(copy)).length - readdirSync(inRoot('db/migrations')).length;
  if (added === 0) return one(said);
  return one({
    code: 1,
    output: 'db/schema e db/migrations divergem: rode npm run db:generate e faça commit.',
  });
}

/** Rules, database and contract tests. */
export async function unit(rest) {
  const report = inRoot(WORK, 'unit.json');
  rmSync(report, { force: true });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...rest];
  const { code } = await run('node_modules/vitest/vitest.mjs', args, { show: true });
  const said = readJson(report, { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 });
  return counted(code, said.numPassedTests, said.numFailedTests, said.numPendingTests);
}

/** A production build of these very sources. */
export const build = () =>
  ensureBuilt().then(
    () => ({ passed: 1, failed: 0, skipped: 0 }),
    (error) => ({ passed: 0, failed: 1, skipped: 0, output: error.message }),
  );

/** The browser's tests of some projects against a stack that already serves. None found is no failure here. */
export async function browser(projects, rest, env) {
  const name = projects.join('-');
  const report = inRoot(WORK, `browser-${name}.json`);
  rmSync(report, { force: true });
  const chosen = projects.map((project) => `--project=${project}`);
  const own = ['--pass-with-no-tests', `--output=test-results/${name}`];
  const { code } = await run('node_modules/@playwright/test/cli.js', ['test', ...chosen, ...own, ...rest], {
    show: true,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const { stats } = readJson(report, { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
  const failed = stats.unexpected + stats.flaky;
  return {
    passed: stats.expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
  };
}

/** A runner that failed without naming a failed test (a file that does not load, no test at all) is one failure. */
const counted = (code, passed, failed, skipped) => ({
  passed,
  failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed,
  skipped,
});

const one = async (work) => {
  const { code, output } = await work;
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
};

function run(program, args, { show = false, env = {} } = {}) {
  return new Promise((answer) => {
    const child = spawn(process.execPath, [inRoot(program), ...args], {
      cwd: inRoot(),
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0', NO_COLOR: '1', ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => answer({ code: 1, output: error.message }));
    child.on('close', (code) => answer({ code: code ?? 1, output }));
  });
}
