import { closeDatabase } from '@/db/client';
import { databaseNow } from '@/lib/jobs/commands';
import { runDueWork } from '@/lib/jobs/jobs';
import { TASKS } from '@/lib/jobs/rules';
import { holdAfterRestore } from '@/lib/packages/restore/commands';
import { doubtAfterRestore } from '@/lib/renewals/restore/commands';
import { createReseller, resetPassword } from '@/lib/resellers/commands';
import { rotateKeys } from './rotate-keys';

type Act = (input: Record<string, string>, now: Date) => Promise<unknown>;

/** Commands answer what is printed as JSON; a refusal's words go to the error stream. */
const ACTS: Record<string, Act> = {
  'create-reseller': async ({ name = '', email = '', password = '', country = '' }, now) => {
    if (country !== 'BR' && country !== 'MZ') throw new Error('--country aceita BR ou MZ.');
    const { resellerId, apiKey } = unwrap(await createReseller({ name, email, password, country }, now));
    return { resellerId, apiKey };
  },
  'reset-password': async ({ email = '', password = '' }, now) => {
    unwrap(await resetPassword({ email, password }, now));
    return { email, reset: true };
  },
  'after-restore': async () => {
    const now = await databaseNow();
    return { ...(await doubtAfterRestore(now)), ...(await holdAfterRestore(now)) };
  },
  'rotate-keys': () => rotateKeys(),
  tick: () => runDueWork('admin', TASKS),
};

const act = ACTS[process.argv[2] ?? ''];
try {
  if (!act) throw new Error('Unknown command');
  const answer = await act(JSON.parse(process.env.ADMIN_INPUT ?? '{}'), new Date());
  process.stdout.write(`${JSON.stringify(answer)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await closeDatabase();
  // The queue's sender, when an act woke something, holds timers.
  setImmediate(() => process.exit());
}

function unwrap<T>(result: { ok: true; data: T } | { ok: false; message: string }): T {
  if (result.ok) return result.data;
  throw new Error(result.message);
}
