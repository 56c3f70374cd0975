import 'server-only';
import { and, count, desc, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { receipts } from '@/db/schema/receipts';
import { auditEvents } from '@/db/schema/resellers';
import { groupsOf } from '@/lib/groups/queries';
import type { ReceiptRow } from '../matching/queries';
import type { ReceiptTab } from './schema';

export const PAGE_SIZE = 30;

/** One reference as the page shows it: the text that leads, and its other side if there is one. */
export type Listed = { payee: ReceiptRow | null; payer: ReceiptRow | null; main: ReceiptRow } & {
  again: Again[];
  /** When it last came again after it was settled; null when there is nothing to see. */
  repeatedAt: Date | null;
};
/** The same reference pasted or received once more with other words. */
export type Again = {
  text: string;
  at: Date;
  side: ReceiptRow['side'];
  /** E.164, as far as it is known. */
  author: string | null;
  /** The person who pasted it for a customer. */
  by: string | null;
  /** The name of the group it was pasted in. */
  group: string | null;
};

/**
 * One page of receipts, newest first, by their reference: a customer's text leads, the phone's stands beside
 * it. What is dismissed leads nothing but itself.
 */
export async function listReceipts(resellerId: ResellerId, tab: ReceiptTab, after: string | null) {
  const from = after && validate(after) ? await placeOf(resellerId, after) : null;
  const rows = await database()
    .select()
    .from(receipts)
    .where(
      and(
        eq(receipts.resellerId, resellerId),
        inTab(tab),
        from
          ? sql`(${receipts.receivedAt}, ${receipts.id}) < (${from.at.toISOString()}::timestamptz, ${from.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(receipts.receivedAt), desc(receipts.id))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  const more = rows.length > PAGE_SIZE;
  return { items: await beside(resellerId, page), next: more ? (page.at(-1)?.id ?? null) : null };
}

/** How many references need a person, and how many wait. */
export async function receiptCounts(resellerId: ResellerId): Promise<{ decide: number; waiting: number }> {
  const counted = async (tab: ReceiptTab) => {
    const [row] = await database()
      .select({ n: count() })
      .from(receipts)
      .where(and(eq(receipts.resellerId, resellerId), inTab(tab)));
    return row?.n ?? 0;
  };
  const [decide, waiting] = await Promise.all([counted('decide'), counted('waiting')]);
  return { decide, waiting };
}

/** Whether a reseller has ever had a receipt. */
export async function anyReceipt(resellerId: ResellerId): Promise<boolean> {
  const [row] = await database()
    .select({ id: receipts.id })
    .from(receipts)
    .where(eq(receipts.resellerId, resellerId))
    .limit(1);
  return row !== undefined;
}

function inTab(tab: ReceiptTab): SQL | undefined {
  if (tab === 'decide')
    return and(
      or(eq(receipts.state, 'review'), isNotNull(receipts.repeatedAt)),
      leads(sql`other.state = 'review' or other.repeated_at is not null`),
    );
  if (tab === 'waiting')
    return and(eq(receipts.state, 'open'), leads(sql`other.state in ('review', 'open')`));
  if (tab === 'used') return and(eq(receipts.state, 'used'), leads(sql`other.state = 'used'`));
  return leads(sql`other.state in ('review', 'open', 'used')`);
}

/** A phone's text stands beside the customer's (`other`) where that is so. */
const leads = (so: SQL): SQL =>
  sql`not (${receipts.side} = 'payee' and exists (
    select 1 from receipts other where other.reseller_id = ${receipts.resellerId} and other.side = 'payer'
    and other.ref_key = ${receipts.refKey} and (${so})))`;

async function placeOf(resellerId: ResellerId, id: string) {
  const [row] = await database()
    .select({ at: receipts.receivedAt, id: receipts.id })
    .from(receipts)
    .where(and(eq(receipts.resellerId, resellerId), eq(receipts.id, id)));
  return row ?? null;
}

/** Each with its other side, and with what came again under its reference. */
async function beside(resellerId: ResellerId, page: ReceiptRow[]): Promise<Listed[]> {
  if (page.length === 0) return [];
  const keys = page.map((row) => row.refKey);
  const all = await database()
    .select()
    .from(receipts)
    .where(and(eq(receipts.resellerId, resellerId), inArray(receipts.refKey, keys)));
  const repeats = await repeatsOf(resellerId, all);
  return page.map((main) => {
    const same = all.filter((row) => row.refKey === main.refKey);
    const of = (side: string) => same.find((row) => row.side === side) ?? null;
    const again = repeats.flatMap(({ id, ...repeat }) => {
      const row = same.find((one) => one.id === id);
      return row ? [{ ...repeat, side: row.side }] : [];
    });
    const [repeatedAt = null] = same
      .flatMap((row) => row.repeatedAt ?? [])
      .sort((a, b) => b.getTime() - a.getTime());
    return { main, payee: of('payee'), payer: of('payer'), again, repeatedAt };
  });
}

/** What came again under these rows' references, oldest first, and who brought it. */
async function repeatsOf(resellerId: ResellerId, rows: ReceiptRow[]) {
  const events = await database()
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.action, 'receipt.again'),
        inArray(
          auditEvents.subjectId,
          rows.map((row) => row.id),
        ),
      ),
    )
    // The newest count should there be too many.
    .orderBy(desc(auditEvents.at))
    .limit(200);
  const names = new Map(
    events.length > 0 ? (await groupsOf(resellerId)).map((group) => [group.id, group.name]) : [],
  );
  return events.reverse().map(({ subjectId, at, actorId, actorName, detail }) => ({
    ...{ id: subjectId, at, text: wordOf(detail.text) ?? '', author: wordOf(detail.author) },
    by: actorId ? actorName : null,
    group: names.get(wordOf(detail.groupId) ?? '') ?? null,
  }));
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
