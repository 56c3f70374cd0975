import 'server-only';
import { and, eq, inArray, isNotNull, isNull, like, ne, or, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { system } from '@/lib/audit/commands';
import { queueAlert } from '@/lib/channels/alerts/commands';
import { SUMMARIES } from '@/lib/channels/alerts/rules';
import { moveMessage } from '@/lib/channels/outbox/commands';
import { oneByOne, type Tally } from '@/lib/one-by-one';
import { age, type Day, dayOf } from '@/lib/time';
import { boardLines } from '../lines/queries';
import { boardPage, needsByKind } from '../queries';
import { digestText } from './messages';
import { DIGEST_FROM, DIGEST_UNTIL, digestPeriod } from './rules';

type Told = Pick<typeof resellers.$inferSelect, 'id' | 'timezone'> & { phone: string; day: Day };

/**
 * Sends each reseller who wants it one summary a day, in the morning of its own zone, of what needs a person. The
 * day is over once it was looked at: what comes later waits for the next morning. Any number of callers at once.
 */
export const sendDigests = async (now: Date, total: Tally): Promise<void> =>
  oneByOne(await due(now), total, (told) => tell(told, now));

async function due(now: Date): Promise<Told[]> {
  const local = sql`(${now.toISOString()}::timestamptz at time zone ${resellers.timezone})`;
  const rows = await database()
    .select({ id: resellers.id, timezone: resellers.timezone, phone: resellers.phone })
    .from(resellers)
    .where(
      and(
        eq(resellers.digest, true),
        isNotNull(resellers.phone),
        sql`extract(hour from ${local}) >= ${DIGEST_FROM} and extract(hour from ${local}) < ${DIGEST_UNTIL}`,
        sql`${resellers.digestDay} is distinct from ${local}::date`,
      ),
    );
  return rows.flatMap(({ phone, ...row }) =>
    phone ? [{ ...row, phone, day: dayOf(now, row.timezone) }] : [],
  );
}

/** The day and the message are one transaction: whichever caller comes first does both. */
async function tell({ id, timezone, phone, day }: Told, now: Date): Promise<boolean> {
  const body = await textFor(id, timezone, now);
  return database().transaction(async (tx) => {
    const taken = await tx
      .update(resellers)
      .set({ digestDay: day })
      .where(
        and(
          eq(resellers.id, id),
          eq(resellers.digest, true),
          or(isNull(resellers.digestDay), ne(resellers.digestDay, day)),
        ),
      )
      .returning({ id: resellers.id });
    if (taken.length === 0) return false;
    // Yesterday's, not sent yet, has nothing more to say.
    const old = and(
      ...[
        eq(messages.kind, 'alert'),
        like(messages.period, SUMMARIES),
        ne(messages.period, digestPeriod(day)),
      ],
      inArray(messages.state, ['queued', 'failed', 'expired']),
    );
    while (await moveMessage(tx, system(id), 'cancel', old, {}, now));
    if (!body) return false;
    return queueAlert(tx, { resellerId: id, phone, clientId: null, period: digestPeriod(day), body }, now);
  });
}

/** Null when nothing needs a person. */
async function textFor(id: Told['id'], zone: string, now: Date): Promise<string | null> {
  const needs = await needsByKind(id);
  const dates = Object.values(needs).flatMap((one) => one.oldest ?? []);
  if (dates.length === 0) return null;
  const since = new Date(Math.min(...dates.map((date) => date.getTime())));
  const { rows } = await boardPage(id, { kind: null, side: 'needs' }, null, 1);
  const [first] = rows[0]?.at.getTime() === since.getTime() ? await boardLines(id, rows, now, zone) : [];
  return digestText({ needs, oldest: { who: first?.who ?? null, age: age(since, now) } });
}
