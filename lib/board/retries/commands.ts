import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { retryAccountWork } from '@/lib/accounts/commands';
import type { Doer } from '@/lib/audit/commands';
import { resendMessage } from '@/lib/channels/outbox/commands';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { retryRejected } from '@/lib/renewals/reviews/commands';
import { retryRow } from '@/lib/sheets/board/commands';
import { boardLines, type Line } from '../lines/queries';
import type { Retried } from '../messages';
import { boardPage, type Counted, countOnly, type Filter, type Found, needsByKind } from '../queries';
import { KINDS, type Kind, MOST_AT_ONCE, waitsForPerson } from '../rules';
import { retryable } from './queries';
import { isRetryable } from './rules';

type Picked = { kind: Kind; id: string };

/**
 * Sets the chosen ones going again, each through its own door, at most two hundred. What is in doubt is left to a
 * person and counted: nothing that may have arrived is sent unseen. A row that changed since it was chosen is
 * refused by its door.
 */
export async function retryPicked(doer: Doer, picked: Picked[], zone: string, now: Date): Promise<Retried> {
  // Their age plays no part here.
  const found = picked.map((one): Found => ({ ...one, side: 'needs', at: now }));
  const lines = await boardLines(doer.resellerId, found, now, zone);
  const counted = await retryLines(doer, lines.slice(0, MOST_AT_ONCE), now);
  return {
    ...counted,
    gone: counted.gone + found.length - lines.length,
    left: Math.max(0, lines.length - MOST_AT_ONCE),
  };
}

/** The same for all that a filter finds and that may go again, the oldest first; the rest is counted. */
export async function retryFiltered(
  doer: Doer,
  { kind }: Pick<Filter, 'kind'>,
  zone: string,
  now: Date,
): Promise<Retried> {
  const { resellerId } = doer;
  const only = retryable(now);
  const [all, may, found] = await Promise.all([
    needsByKind(resellerId),
    countOnly(resellerId, only),
    boardPage(resellerId, { kind, side: 'needs', only }, null, MOST_AT_ONCE),
  ]);
  const sum = (counted: Counted<Kind>) =>
    KINDS.filter((one) => kind === null || one === kind).reduce((n, one) => n + counted[one].n, 0);
  const counted = await retryLines(doer, await boardLines(resellerId, found.rows, now, zone), now);
  const left = Math.max(0, sum(may) - found.rows.length);
  return { ...counted, oneByOne: counted.oneByOne + Math.max(0, sum(all) - sum(may)), left };
}

async function retryLines(doer: Doer, lines: Line[], now: Date): Promise<Retried> {
  const result: Retried = { queued: 0, oneByOne: 0, gone: 0, left: 0 };
  const clientOf = await clientsOfTasks(doer.resellerId, lines);
  for (const line of lines) {
    if (!waitsForPerson(line.kind, line.state)) result.gone++;
    else if (!isRetryable(line)) result.oneByOne++;
    else if (await retryOne(doer, line, clientOf.get(line.id), now)) result.queued++;
    else result.gone++;
  }
  return result;
}

async function retryOne(doer: Doer, { kind, id }: Line, clientId: string | undefined, now: Date) {
  switch (kind) {
    case 'renewal':
      return (await retryRejected(doer, id, now)).ok;
    case 'creation':
    case 'status':
      return (
        clientId !== undefined &&
        (await retryAccountWork(doer.resellerId, doer, clientId, now, { from: ['rejected'], taskId: id })) !==
          null
      );
    case 'sheet':
      return retryRow(doer, id, settleSlots, now);
    case 'message':
      return (await resendMessage(doer, { id }, now)).ok;
    case 'pix':
      return false;
  }
}

/** Account work is retried under its client's lock. */
async function clientsOfTasks(resellerId: ResellerId, lines: Line[]): Promise<Map<string, string>> {
  const ids = lines.filter(({ kind }) => kind === 'creation' || kind === 'status').map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await database()
    .select({ id: accountTasks.id, clientId: accountTasks.clientId })
    .from(accountTasks)
    .where(and(eq(accountTasks.resellerId, resellerId), inArray(accountTasks.id, ids)));
  return new Map(rows.map(({ id, clientId }) => [id, clientId]));
}
