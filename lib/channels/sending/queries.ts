import 'server-only';
import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import type { MessageRow } from '../outbox/commands';
import { FIRST_KINDS, SECOND_KINDS } from '../rules';

const first = inArray(messages.kind, [...FIRST_KINDS]);
const second = inArray(messages.kind, [...SECOND_KINDS]);

/**
 * The order in which a number sends what is due. Those that somebody waits for go in the order they were
 * written: waiting out a gap moves `next_run_at`, and must not cost a turn.
 */
export const lineOrder = [
  sql`case when ${first} then 0 when ${second} then 1 else 2 end`,
  sql`case when ${first} or ${second} then ${messages.createdAt} else ${messages.nextRunAt} end`,
  messages.id,
];

/** The due message of the same number that goes before all others: another one, or null when it is this one's turn. */
export async function aheadOf({ id, resellerId, channel }: MessageRow, at: Date): Promise<string | null> {
  const [head] = await database()
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.resellerId, resellerId),
        eq(messages.channel, channel),
        eq(messages.state, 'queued'),
        lte(messages.nextRunAt, at),
        or(isNull(messages.expiresAt), gt(messages.expiresAt, at)),
      ),
    )
    .orderBy(...lineOrder)
    .limit(1);
  return head && head.id !== id ? head.id : null;
}
