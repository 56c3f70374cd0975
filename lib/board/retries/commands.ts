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
import { boardPage, type Filter, type Found, needsByKind } from '../queries';
import { KINDS, type Kind, MOST_AT_ONCE, waitsForPerson } from '../rules';
import { isRetryable } from './rules';

export type Picked = { kind: Kind; id: string };

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

/** The same for all that a filter finds, the oldest first, looking past what is in doubt. */
export async function retryFiltered(
  doer: Doer,
  filter: Pick<Filter, 'kind'>,
  zone: string,
  now: Date,
): Promise<Retried> {
  const { resellerId } = doer;
  const found = await boardPage(resellerId, { kind: filter.kind, side: 'needs' }, null, LOOKED_AT);
  const lines = await boardLines(resellerId, found.rows, now, zone);
  const may = lines.filter(isRetryable);
  const all = await needsByKind(resellerId);
  const total = KINDS.filter((kind) => filter.kind === null || filter.kind === kind).reduce(
    (sum, kind) => sum + all[kind].n,
    0,
  );
  const counted = await retryLines(doer, may.slice(0, MOST_AT_ONCE), now);
  return {
    ...counted,
    oneByOne: lines.length - may.length,
    left: Math.max(0, may.length - MOST_AT_ONCE) + Math.max(0, total - lines.length),
  };
}

/** How far one press looks for what it may retry. */
const LOOKED_AT = 1_000;

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
