import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '@/db/schema/messages';
import { packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { confirmRows, leaseForPhone, revertRows } from '@/lib/sheets/book/commands';
import { DAY_MS, formatDateTime, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { activatePackage } from '../commands';
import { cancelPackage, extendPackage, pausePackage, resumePackage } from '../lifecycle/commands';
import { decideSlot } from '../slots/commands';
import { deliverDue } from './jobs';
import { settleSlots } from './settle/commands';

const ZONE = 'Africa/Maputo';
const start = new Date('2025-11-18T08:00:00Z');
let t: TestDatabase;
let actor: Actor;

beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  actor = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

/** What is due is handed over; the executing phone comes at once, takes what waits in the built-in book and confirms. */
async function tick(at: Date): Promise<number> {
  const looked = await deliverDue(async () => at);
  const { resellerId } = actor;
  const orders = await leaseForPhone(resellerId, 'orders', undefined, at);
  const references = orders.map((row) => row.reference);
  await confirmRows({ resellerId, book: 'orders' }, references, settleSlots, at);
  return looked;
}
/** Ticks from one instant to another, both included, in steps of `everyMs`. */
async function ticks(from: string, to: string, everyMs: number) {
  for (let at = Date.parse(from); at <= Date.parse(to); at += everyMs) await tick(new Date(at));
}
async function activate(reference: string, days = 5) {
  const wish = {
    reference,
    number: '+258845123456',
    groupId: null,
    days,
    startAt: start,
    sold: null,
    tell: false,
  };
  const made = await t.db.transaction((tx) => activatePackage(tx, actor, wish, start));
  if (!made.ok) throw new Error(made.reason);
  return made.subscription.id;
}
const slotsOf = (id: string) =>
  t.db.select().from(packageSlots).where(eq(packageSlots.subscriptionId, id)).orderBy(asc(packageSlots.k));
const shown = async (id: string) =>
  (await slotsOf(id)).map(
    (s) => `${s.reference} ${s.state}${s.orderedAt ? ` ${formatDateTime(s.orderedAt, ZONE)}` : ''}`,
  );
const packageOf = async (id: string) => {
  const [row] = await t.db.select().from(packageSubscriptions).where(eq(packageSubscriptions.id, id));
  if (!row) throw new Error('absent');
  return row;
};
const rowsOf = (id: string) => t.db.select().from(sheetRows).where(eq(sheetRows.subscriptionId, id));
const policy = (latePolicy: 'skip' | 'ask') =>
  t.db.insert(packageSettings).values({ resellerId: actor.resellerId, latePolicy });

describe('deliverDue', () => {
  it('delivers the seed’s five days to the minute, each an order and a payment, and ends', async () => {
    const id = await activate('ABC123');
    await ticks('2025-11-18T08:00:00Z', '2025-11-23T08:00:00Z', HOUR_MS);
    expect(await shown(id)).toEqual([
      'ABC123D1 delivered 19/11/2025 08:00',
      'ABC123D2 delivered 20/11/2025 08:00',
      'ABC123D3 delivered 21/11/2025 08:00',
      'ABC123D4 delivered 22/11/2025 08:00',
      'ABC123D5 delivered 23/11/2025 08:00',
    ]);
    expect((await rowsOf(id)).map((r) => `${r.book} ${r.reference}|${r.value}|${r.number}`).sort()).toEqual(
      ['orders', 'payments'].flatMap((book) =>
        [1, 2, 3, 4, 5].map((k) => `${book} ABC123D${k}|${book === 'orders' ? '100' : '12.5'}|845123456`),
      ),
    );
    const ended = await packageOf(id);
    expect(ended.state).toBe('ended');
    expect(formatDateTime(ended.closedAt ?? start, ZONE)).toBe('23/11/2025 10:00');
  });

  it('wakes by itself at each hour that matters: following the wake-ups alone is enough', async () => {
    const id = await activate('WAKE1', 3);
    for (let row = await packageOf(id); row.state === 'active'; row = await packageOf(id)) {
      expect(await tick(new Date(row.nextRunAt.getTime() - 1))).toBe(0);
      expect(await tick(row.nextRunAt)).toBe(1);
    }
    expect(await shown(id)).toEqual([
      'WAKE1D1 delivered 19/11/2025 08:00',
      'WAKE1D2 delivered 20/11/2025 08:00',
      'WAKE1D3 delivered 21/11/2025 08:00',
    ]);
    expect(formatDateTime((await packageOf(id)).closedAt ?? start, ZONE)).toBe('21/11/2025 10:00');
  });

  it('under seven callers at once sends each once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => activate(`SEVEN${i}X`)));
    for (const hour of ['2025-11-19T06:00:00Z', '2025-11-20T06:00:00Z'])
      await Promise.all(Array.from({ length: 7 }, () => tick(new Date(hour))));
    await tick(new Date('2025-11-20T06:00:00Z'));
    for (const id of ids) {
      expect((await slotsOf(id)).map((s) => s.state)).toEqual([
        'delivered',
        'delivered',
        'owed',
        'owed',
        'owed',
      ]);
      expect(await rowsOf(id)).toHaveLength(4);
    }
  });

  it('ticked every three days loses nothing and ends only when nothing is owed', async () => {
    const id = await activate('THREE');
    for (let n = 1; (await packageOf(id)).state === 'active' && n < 30; n++)
      await tick(new Date(start.getTime() + n * 3 * DAY_MS));
    const sent = (await slotsOf(id)).map((s) => s.orderedAt?.getTime() ?? 0);
    expect(sent).toEqual([1, 2, 3, 4, 5].map((n) => start.getTime() + n * 3 * DAY_MS));
    expect((await packageOf(id)).closedAt?.getTime()).toBe(start.getTime() + 18 * DAY_MS);
  });

  it('after a long outage delivers 20 h apart, beyond the end', async () => {
    const id = await activate('LATE1');
    await ticks('2025-11-18T08:00:00Z', '2025-11-20T05:00:00Z', HOUR_MS);
    await ticks('2025-11-22T10:00:00Z', '2025-11-25T08:00:00Z', HOUR_MS);
    expect(await shown(id)).toEqual([
      'LATE1D1 delivered 19/11/2025 08:00',
      'LATE1D2 delivered 22/11/2025 12:00',
      'LATE1D3 delivered 23/11/2025 08:00',
      'LATE1D4 delivered 24/11/2025 04:00',
      'LATE1D5 delivered 25/11/2025 00:00',
    ]);
    expect((await packageOf(id)).state).toBe('ended');
  });

  it('skips by policy what is a day late, and says so', async () => {
    await policy('skip');
    const id = await activate('SKIP1');
    await tick(new Date('2025-11-22T10:00:00Z'));
    expect(await shown(id)).toEqual([
      'SKIP1D1 skipped',
      'SKIP1D2 skipped',
      'SKIP1D3 skipped',
      'SKIP1D4 delivered 22/11/2025 12:00',
      'SKIP1D5 owed',
    ]);
  });

  it('holds by policy until a person decides, and never ends meanwhile', async () => {
    await policy('ask');
    const id = await activate('ASK01', 3);
    await tick(new Date('2025-11-21T10:00:00Z'));
    await ticks('2025-11-21T11:00:00Z', '2025-11-24T11:00:00Z', 6 * HOUR_MS);
    const [first, second] = await slotsOf(id);
    expect(await shown(id)).toEqual(['ASK01D1 held', 'ASK01D2 held', 'ASK01D3 delivered 21/11/2025 12:00']);
    expect((await packageOf(id)).state).toBe('active');
    const now = new Date('2025-11-25T08:00:00Z');
    expect(await decideSlot(actor, { slotId: first?.id ?? '', decision: 'skip' }, now)).toEqual({ ok: true });
    expect(await decideSlot(actor, { slotId: second?.id ?? '', decision: 'deliver' }, now)).toEqual({
      ok: true,
    });
    expect(await decideSlot(actor, { slotId: second?.id ?? '', decision: 'skip' }, now)).toMatchObject({
      ok: false,
    });
    await tick(now);
    await tick(new Date(now.getTime() + MINUTE_MS));
    expect(await shown(id)).toEqual([
      'ASK01D1 skipped',
      'ASK01D2 delivered 25/11/2025 10:00',
      'ASK01D3 delivered 21/11/2025 12:00',
    ]);
    expect((await packageOf(id)).state).toBe('ended');
  });

  it('tells the number once, 24 h before the end', async () => {
    const id = await activate('NOTE1', 3);
    await ticks('2025-11-18T08:00:00Z', '2025-11-21T08:00:00Z', HOUR_MS);
    const told = await t.db.select().from(messages).where(eq(messages.subjectId, id));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'package_ending', phone: '+258845123456' });
    expect(formatDateTime((await packageOf(id)).noticeAt ?? start, ZONE)).toBe('20/11/2025 10:00');
    expect(told[0]?.body).toContain('termina em 21/11/2025 às 10:00');
  });
});

describe('the phone', () => {
  it('that does not come keeps a renewal under way, and the next ones behind it', async () => {
    const id = await activate('PHONE1', 3);
    for (let day = 1; day <= 5; day++) await deliverDue(async () => new Date(start.getTime() + day * DAY_MS));
    expect(await shown(id)).toEqual(['PHONE1D1 sending', 'PHONE1D2 owed', 'PHONE1D3 owed']);
    expect((await packageOf(id)).state).toBe('active');
    const came = new Date(start.getTime() + 5 * DAY_MS);
    await tick(came);
    expect((await shown(id))[0]).toBe('PHONE1D1 delivered 23/11/2025 10:00');
    await tick(new Date(came.getTime() + 20 * HOUR_MS));
    expect((await shown(id))[1]).toBe('PHONE1D2 delivered 24/11/2025 06:00');
  });

  it('that gives an order back after confirming it undoes the delivery', async () => {
    const id = await activate('PHONE2', 3);
    await tick(new Date('2025-11-19T06:00:00Z'));
    const which = { resellerId: actor.resellerId, book: 'orders' } as const;
    await revertRows(which, ['PHONE2D1'], settleSlots, new Date('2025-11-19T06:05:00Z'));
    expect((await shown(id))[0]).toBe('PHONE2D1 sending');
  });

  it('is not given what was cancelled before it came', async () => {
    const id = await activate('PHONE3', 3);
    const at = new Date('2025-11-19T06:00:00Z');
    await deliverDue(async () => at);
    await cancelPackage(actor, { id }, at);
    expect(await leaseForPhone(actor.resellerId, 'orders', undefined, at)).toEqual([]);
    expect(await leaseForPhone(actor.resellerId, 'payments', undefined, at)).toEqual([]);
    expect((await slotsOf(id)).map((s) => s.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('a package’s life', () => {
  it('stays cancelled: nothing leaves any more', async () => {
    const id = await activate('CAN01');
    await tick(new Date('2025-11-19T06:00:00Z'));
    expect(await cancelPackage(actor, { id }, new Date('2025-11-19T07:00:00Z'))).toEqual({ ok: true });
    await ticks('2025-11-19T08:00:00Z', '2025-11-25T08:00:00Z', 12 * HOUR_MS);
    expect((await slotsOf(id)).map((s) => s.state)).toEqual(['delivered', ...Array(4).fill('cancelled')]);
    expect((await packageOf(id)).state).toBe('cancelled');
    expect(await cancelPackage(actor, { id }, start)).toEqual({ ok: false, reason: 'closed' });
    expect(await resumePackage(actor, { id }, start)).toEqual({ ok: false, reason: 'not_paused' });
  });

  it('pauses: nothing leaves, and what had not come due moves by the pause', async () => {
    const id = await activate('PAU01', 3);
    await pausePackage(actor, { id }, new Date('2025-11-19T08:00:00Z'));
    expect(await pausePackage(actor, { id }, start)).toEqual({ ok: false, reason: 'not_active' });
    await ticks('2025-11-19T09:00:00Z', '2025-11-21T08:00:00Z', HOUR_MS);
    expect(await rowsOf(id)).toEqual([]);
    await resumePackage(actor, { id }, new Date('2025-11-21T08:00:00Z'));
    await ticks('2025-11-21T08:00:00Z', '2025-11-24T08:00:00Z', HOUR_MS);
    expect(await shown(id)).toEqual([
      'PAU01D1 delivered 21/11/2025 10:00',
      'PAU01D2 delivered 22/11/2025 08:00',
      'PAU01D3 delivered 23/11/2025 08:00',
    ]);
    expect(formatDateTime((await packageOf(id)).expiresAt, ZONE)).toBe('23/11/2025 10:00');
  });

  it('is extended: more renewals behind the last, the end as much later', async () => {
    const id = await activate('EXT01', 3);
    expect(await extendPackage(actor, { id, days: 2 }, start)).toEqual({ ok: true });
    expect(await extendPackage(actor, { id, days: 0 }, start)).toEqual({ ok: false, reason: 'bad_days' });
    expect(
      (await slotsOf(id)).map((s) => `${s.reference} ${formatDateTime(s.dueAt, ZONE)}`).slice(3),
    ).toEqual(['EXT01D4 22/11/2025 08:00', 'EXT01D5 23/11/2025 08:00']);
    expect(formatDateTime((await packageOf(id)).expiresAt, ZONE)).toBe('23/11/2025 10:00');
    await activate('EXT02D4', 3);
    const taken = await activate('EXT02', 3);
    expect(await extendPackage(actor, { id: taken, days: 2 }, start)).toEqual({
      ok: false,
      reason: 'reference_used',
    });
    expect(await slotsOf(taken)).toHaveLength(3);
  });

  it('is nobody else’s', async () => {
    const id = await activate('MINE1');
    const [slot] = await slotsOf(id);
    const other = await t.reseller({ country: 'MZ' });
    for (const act of [pausePackage, resumePackage, cancelPackage])
      expect(await act(other, { id }, start)).toEqual({ ok: false, reason: 'absent' });
    expect(await extendPackage(other, { id, days: 1 }, start)).toEqual({ ok: false, reason: 'absent' });
    expect(await decideSlot(other, { slotId: slot?.id ?? '', decision: 'skip' }, start)).toEqual({
      ok: false,
      reason: 'absent',
    });
  });
});
