import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { recordAudit, system } from '@/lib/audit/commands';
import { queueDirect } from '@/lib/channels/direct/commands';
import { nationalDigits } from '@/lib/phone';
import { wakeAll } from '@/lib/queue/api';
import { type FiledRow, fileRows, type NewRow } from '@/lib/sheets/commands';
import { sheetFor } from '@/lib/sheets/queries';
import type { SlotRow } from '../commands';
import { endingText, plainAmount } from '../messages';
import type { DuePackage } from './queries';
import type { Plan } from './rules';

type Planned = { due: DuePackage; plan: Plan<SlotRow> };

/** Does what was planned for each package, in a handful of statements whatever their number. */
export async function applyPlans(tx: Executor, planned: Planned[], now: Date): Promise<void> {
  await sendSlots(tx, planned, now);
  await setSlots(tx, planned);
  await setSubscriptions(tx, planned, now);
  for (const { due, plan } of planned) {
    if (plan.tell) await tellEnding(tx, due, now);
    await auditPlan(tx, { due, plan }, now);
  }
  const wakes = planned.map(({ due, plan }) => ({
    ...{ id: due.subscription.id, group: due.subscription.resellerId },
    at: plan.nextRunAt,
  }));
  await wakeAll(tx, 'package', wakes);
}

/** Order and payment of each slot to be sent, filed in their books. */
async function sendSlots(tx: Executor, planned: Planned[], now: Date): Promise<void> {
  const sheet = sheetsOf(tx);
  const rows: NewRow[] = [];
  for (const { due, plan } of planned) {
    if (!plan.send) continue;
    const { send } = plan;
    const { resellerId, groupId, number, id } = due.subscription;
    const digits = nationalDigits(number);
    const value = plainAmount(send.cents);
    const common = { resellerId, reference: send.reference, number: digits, chat: due.chat };
    const of = { ...common, subscriptionId: id, slotId: send.id };
    rows.push(
      {
        ...{
          ...of,
          book: 'orders',
          value: String(send.mb),
          sheetId: await sheet(resellerId, groupId, 'orders'),
        },
        message: `Pacote automatico: ${send.reference}|${send.mb}|${digits}`,
      },
      {
        ...{ ...of, book: 'payments', value, sheetId: await sheet(resellerId, groupId, 'payments') },
        message: `Pacote automatico: Renovacao ${send.reference} - ${value}MT para ${digits}`,
      },
    );
  }
  if (rows.length > 0) await markSent(tx, await fileRows(tx, rows, now), now);
}

/**
 * What its halves make of a slot just handed over. Nothing is delivered yet: a sheet answers later, and the
 * phone that reads the built-in book confirms.
 */
async function markSent(tx: Executor, filed: FiledRow[], now: Date): Promise<void> {
  const payments = new Map(filed.flatMap((row) => (row.book === 'payments' ? [[row.slotId, row]] : [])));
  const slots = filed.flatMap((order) => {
    if (order.book !== 'orders') return [];
    const taken = order.state === 'taken' || payments.get(order.slotId)?.state === 'taken';
    return [{ id: order.slotId, state: taken ? 'review' : 'sending' }];
  });
  await tx.execute(sql`update package_slots s set state = d.state, sent_at = ${at(now)}
    from ${recordset(slots)} as d(id uuid, state text) where s.id = d.id and s.state = 'owed'`);
}

async function setSlots(tx: Executor, planned: Planned[]): Promise<void> {
  const slots = planned.flatMap(({ plan }) => [
    ...plan.skip.map((slot) => ({ id: slot.id, state: 'skipped' })),
    ...plan.hold.map((slot) => ({ id: slot.id, state: 'held' })),
  ]);
  if (slots.length === 0) return;
  await tx.execute(sql`update package_slots s set state = d.state
    from ${recordset(slots)} as d(id uuid, state text) where s.id = d.id and s.state = 'owed'`);
}

async function setSubscriptions(tx: Executor, planned: Planned[], now: Date): Promise<void> {
  const rows = planned.map(({ due, plan }) => ({
    id: due.subscription.id,
    state: plan.end ? 'ended' : 'active',
    closed_at: plan.end ? now : null,
    next_run_at: plan.nextRunAt,
    notice_at: plan.tell ? now : due.subscription.noticeAt,
  }));
  await tx.execute(sql`update package_subscriptions s
    set state = d.state, closed_at = d.closed_at, next_run_at = d.next_run_at, notice_at = d.notice_at
    from ${recordset(rows)} as d(id uuid, state text, closed_at timestamptz, next_run_at timestamptz, notice_at timestamptz)
    where s.id = d.id and s.state = 'active'`);
}

/** Tells the number that the end is near, once for each end. */
async function tellEnding(
  tx: Executor,
  { subscription, company, zone }: DuePackage,
  now: Date,
): Promise<void> {
  const { resellerId, id, number, reference, typeName, expiresAt } = subscription;
  const body = endingText({ number, reference, typeName, expiresAt, company, zone });
  const to = { phone: number };
  const period = expiresAt.toISOString();
  await queueDirect(tx, { resellerId, kind: 'package_ending', subjectId: id, period, to, body }, now);
}

/** What the product decided by itself; what it sent stands in the slots and books. */
async function auditPlan(tx: Executor, { due, plan }: Planned, now: Date): Promise<void> {
  const { resellerId, id } = due.subscription;
  const entry = { subjectType: 'package', subjectId: id } as const;
  const note = (action: string, slots: SlotRow[]) =>
    recordAudit(
      tx,
      system(resellerId),
      { ...entry, action, detail: { references: slots.map((s) => s.reference) } },
      now,
    );
  if (plan.skip.length > 0) await note('package.slots_skipped', plan.skip);
  if (plan.hold.length > 0) await note('package.slots_held', plan.hold);
  if (plan.end) await note('package.ended', []);
}

/** The sheet of a reseller's or group's book, looked up once. */
function sheetsOf(tx: Executor) {
  const known = new Map<string, Promise<string | null>>();
  return (resellerId: ResellerId, groupId: string | null, book: 'orders' | 'payments') => {
    const key = [resellerId, groupId, book].join();
    const found = known.get(key) ?? sheetFor(tx, resellerId, groupId, book);
    known.set(key, found);
    return found;
  };
}

/** Rows of ours as a table in a statement. */
const recordset = (rows: Record<string, unknown>[]): SQL =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
const at = (instant: Date): SQL => sql`${instant.toISOString()}::timestamptz`;
