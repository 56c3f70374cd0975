import { findBrowser } from './lib/browser.mjs';
import * as checks from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runMain, say, step } from './lib/say.mjs';
import { startStack } from './lib/stack.mjs';

/** These print as they go. */
const SPEAKING = ['unit', 'build', 'browser'];
/** One group after the other; those of a group at once, for much of their time is waiting. */
const GROUPS = [['lint', 'types', 'migrations'], ['unit', 'build'], ['browser']];
const NAMES = GROUPS.flat();

/**
 * `npm test`: every check there is. `npm test -- --only=unit,lint` narrows it; what else is given goes to the one
 * runner that was chosen: `npm test -- --only=unit lib/renewals`, `npm test -- --only=browser --grep=fatura`.
 */
async function test() {
  const given = process.argv.slice(2);
  const only =
    given
      .find((arg) => arg.startsWith('--only='))
      ?.slice(7)
      .split(',') ?? NAMES;
  const rest = only.length === 1 ? given.filter((arg) => !arg.startsWith('--only=')) : [];
  await ensureInstalled();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const group of GROUPS) await Promise.all(group.filter((name) => only.includes(name)).map(check));
  async function check(name) {
    const { passed, failed, skipped, output } = await step(name, () => CHECKS[name](rest), {
      beats: !SPEAKING.includes(name),
    });
    if (failed > 0 && output) say(output);
    say(`  ${name}: ${failed > 0 ? 'FALHOU' : 'ok'}`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
  say(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
}

const CHECKS = { ...checks, browser: browserTests };

/**
 * Two stacks: one test kills the worker and then waits for its lease to end. Over a stack of its own it does so
 * while the others walk.
 */
async function browserTests(rest) {
  const launch = JSON.stringify(await findBrowser());
  const parts = [['phone', 'desktop'], ['kills']];
  const running = [];
  for (const projects of parts) {
    // One after the other: both look for free ports.
    const stack = await startStack().catch((error) => ({ error }));
    running.push(walk(stack, projects, launch, rest));
  }
  const counts = await Promise.all(running);
  const sum = (key) => counts.reduce((all, part) => all + part[key], 0);
  const none = sum('passed') + sum('failed') === 0;
  return { passed: sum('passed'), failed: none ? 1 : sum('failed'), skipped: sum('skipped') };
}

async function walk(stack, projects, launch, rest) {
  if (stack.error) {
    say(stack.error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const env = { E2E_BASE_URL: stack.url, E2E_DATA_DIR: stack.dir, E2E_BROWSER: launch };
  const counts = await checks.browser(projects, rest, env);
  if (counts.failed > 0) say(`  Registros desta execução: ${stack.dir}`);
  await stack.stop({ keep: counts.failed > 0 });
  return counts;
}

await runMain(test);
