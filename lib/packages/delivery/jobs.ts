import 'server-only';
import { database } from '@/db/client';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { applyPlans } from './commands';
import { lockDue } from './queries';
import { planPackage } from './rules';

/** Packages of one transaction. */
const BATCH = 200;

/**
 * Does what every due package needs: hands over its next renewal, skips, holds, tells, ends. Any number of
 * callers, early, late, twice or at once: a package is locked while it is looked at, and looked at again only
 * when its moment comes. Answers how many it looked at; 0 when nothing is due or another caller has it.
 */
export async function deliverDue(clock: () => Promise<Date>, limit = BATCH): Promise<number> {
  if (!env().SISTEMA_PACOTES_ENABLED) return 0;
  const now = await clock();
  const sent = await database().transaction(async (tx) => {
    const planned = (await lockDue(tx, now, limit)).map((due) => ({ due, plan: planPackage(due, now) }));
    if (planned.length > 0) await applyPlans(tx, planned, now);
    return planned;
  });
  if (sent.length > 0)
    log.info({ packages: sent.length, sent: sent.filter(({ plan }) => plan.send).length }, 'packages');
  return sent.length;
}

/** Looks at every due package, batch after batch, until one is not full. */
export async function deliverPackages(
  clock: () => Promise<Date>,
  count: { planned: number; done: number },
): Promise<void> {
  for (let looked = BATCH; looked === BATCH; ) {
    looked = await deliverDue(clock);
    count.planned += looked;
    count.done += looked;
  }
}
