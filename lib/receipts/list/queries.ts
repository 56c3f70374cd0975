import 'server-only';
import { and, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { receipts } from '@/db/schema/receipts';
import { auditEvents } from '@/db/schema/resellers';
import type { ReceiptRow } from '../matching/queries';
import type { ReceiptTab } from './schema';

export const PAGE_SIZE = 30;

/** One reference as the page shows it: the text that leads, and its other side if there is one. */
export type Listed = { payee: ReceiptRow | null; payer: ReceiptRow | null; main: ReceiptRow; again: Again[] };
/** The same reference pasted or received once more with other words. */
export type Again = { text: string; at: Date };

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
  if (tab === 'decide') return and(eq(receipts.state, 'review'), leads('review'));
  if (tab === 'waiting') return and(eq(receipts.state, 'open'), leads('review', 'open'));
  if (tab === 'used') return and(eq(receipts.state, 'used'), leads('used'));
  return leads('review', 'open', 'used');
}

/** A phone's text stands beside the customer's where that is in one of these states. */
function leads(...states: ReceiptRow['state'][]): SQL {
  const list = sql.join(
    states.map((state) => sql`${state}`),
    sql`, `,
  );
  return sql`not (${receipts.side} = 'payee' and exists (
    select 1 from receipts other where other.reseller_id = ${receipts.resellerId} and other.side = 'payer'
    and other.ref_key = ${receipts.refKey} and other.state in (${list})))`;
}

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
  const ids = all.map((row) => row.id);
  const events = await database()
    .select({ id: auditEvents.subjectId, at: auditEvents.at, detail: auditEvents.detail })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.action, 'receipt.again'),
        inArray(auditEvents.subjectId, ids),
      ),
    )
    .orderBy(auditEvents.at)
    .limit(200);
  return page.map((main) => {
    const same = all.filter((row) => row.refKey === main.refKey);
    const of = (side: string) => same.find((row) => row.side === side) ?? null;
    const again = events.flatMap(({ id, at, detail }) =>
      same.some((row) => row.id === id) && typeof detail.text === 'string' ? [{ text: detail.text, at }] : [],
    );
    return { main, payee: of('payee'), payer: of('payer'), again };
  });
}
