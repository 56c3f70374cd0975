import { defineConfig, type LaunchOptions } from '@playwright/test';

/** Set by scripts/test.mjs, which finds a browser and starts the stack; by hand, the tests meet `npm run dev`. */
const { E2E_BASE_URL = 'http://127.0.0.1:3000', E2E_BROWSER = '{}' } = process.env;
const launchOptions: LaunchOptions = JSON.parse(E2E_BROWSER);

const KILLS = 'kill.spec.ts';
/** What does not depend on the width is walked once. */
const ONCE = [
  'answers',
  'board',
  'bulk',
  'console',
  'cron',
  'faults',
  'import',
  'keyboard',
  'pix',
  'receipts',
  'secrets',
  'sync',
  'tenants',
].map((name) => `${name}.spec.ts`);

/** What its users do on a phone is walked there alone. */
const ON_PHONE = 'packages.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: E2E_BASE_URL,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    launchOptions,
    // Recording every test to keep the failed ones costs a third of the time: `--trace=retain-on-failure` by hand.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'phone',
      testIgnore: [KILLS, ...ONCE],
      use: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true },
    },
    { name: 'desktop', testIgnore: [KILLS, ON_PHONE], use: { viewport: { width: 1280, height: 800 } } },
    // It kills processes: scripts/test.mjs gives it a stack of its own.
    { name: 'kills', testMatch: KILLS, use: { viewport: { width: 1280, height: 800 } } },
  ],
});
