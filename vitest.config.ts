import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

// No market of the product uses this zone, and its offset is no whole hour: a wall-clock sum in the
// process's own zone shows at once.
process.env.TZ = 'Asia/Kathmandu';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Tests run on the server side of the fence that `server-only` draws.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    include: ['{app,components,db,lib,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: ['scripts/test-server.ts'],
    setupFiles: ['db/test-setup.ts'],
    // What a file must not find from the one before it is cleared there.
    isolate: false,
    // Much of a test's time is waiting for a database, a double or a clock.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Against a test that hangs; how long a good one takes is the machine's affair.
    testTimeout: 60_000,
    hookTimeout: 30_000,
    env: {
      TZ: 'Asia/Kathmandu',
      // A test that forgot its own database must not find the caller's.
      DATABASE_URL: '',
      AUTH_SECRET: 'a-secret-for-tests-only-of-forty-letters',
      CRON_SECRET: 'cron-secret-for-tests-only',
      ENCRYPTION_KEYS: 't1:dGVzdHMgb25seSwgdGhpcnR5LXR3byBieXRlcyA6KSE=',
      PANEL_ALLOWED_PRIVATE_HOSTS: '',
      DEMO: '0',
      // The pace has tests of its own; the others need not wait for it.
      PANEL_CALL_EVERY_MS: '5',
      RENEWAL_HOLD_SECONDS: '10',
      RENEWAL_QUIET_SECONDS: '900',
    },
  },
});
