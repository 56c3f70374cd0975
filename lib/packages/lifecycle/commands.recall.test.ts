import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { packageSettings, packageSlots } from '@/db/schema/packages';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { packageStage, start } from '@/db/test-packages';
import type { Actor } from '@/lib/auth/rules';
import { retryRow } from '@/lib/sheets/board/commands';
import { closeRecalledLeases, confirmRows, leaseForPhone, revertRows } from '@/lib/sheets/book/commands';
import { saveSheet } from '@/lib/sheets/commands';
import { type FakeSheets, startFakeSheets } from '@/lib/sheets/fake-sheets';
import { drainSheet } from '@/lib/sheets/jobs';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { deliverDue } from '../delivery/jobs';
import { settleSlots } from '../delivery/settle/commands';
import { cancelPackage } from './commands';

const due = new Date(start.getTime() + DAY_MS - 2 * HOUR_MS);
const plus = (ms: number) => new Date(due.getTime() + ms);
const soon = (ms: number) => new Promise((done) => setTimeout(done, ms));
let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
let stage: ReturnType<typeof packageStage>;

beforeAll(async () => {
  t = await testDatabase();
  fake = await startFakeSheets();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = fake.host;
  stage = packageStage(t, () => ana);
});
beforeEach(async () => {
  fake.play(null);
  fake.delayMs = 0;
  fake.calls.length = 0;
  for (const script of Object.values(fake.scripts)) {
    script.remove();
    script.plain = false;
  }
  await t.db.delete(sheetGates);
  ana = await t.reseller({ country: 'MZ' });
});
afterAll(() => Promise.all([t.drop(), fake.stop()]));

const states = async (id: string) => (await stage.slotsOf(id)).map((slot) => slot.state);
const written = (name = '') =>
  fake.scripts.orders.ledger.map((row) => row.reference).filter((reference) => reference.startsWith(name));
async function toGoogle() {
  await t.db.transaction(async (tx) => {
    const ordersSheetId = await saveSheet(tx, ana, 'orders', fake.orders, start);
    const paymentsSheetId = await saveSheet(tx, ana, 'payments', fake.payments, start);
    await tx.insert(packageSettings).values({ resellerId: ana.resellerId, ordersSheetId, paymentsSheetId });
  });
}
async function drain(at: Date) {
  const mine = await t.db.select().from(sheets).where(eq(sheets.resellerId, ana.resellerId));
  await Promise.all(
    mine.map(({ urlHash }) => drainSheet(urlHash, async () => at, settleSlots, { timeoutMs: 2_000 })),
  );
}
const tick = async (at: Date) => {
  await deliverDue(async () => at);
  await drain(at);
};
/** A day of ticks after which nothing that could still go has not gone. */
const aDay = async () => {
  for (let h = 1; h <= 24; h += 2) await tick(plus(h * HOUR_MS));
};

describe('a cancelled package whose row a driver holds', () => {
  beforeEach(toGoogle);

  test('on its way and not written: it is not tried again', async () => {
    const id = await stage.activate('AWAY1', 3);
    fake.delayMs = 1_500;
    fake.play({ kind: 'server_error', reference: 'AWAY1D1', times: 1 });
    await deliverDue(async () => due);
    const driving = drain(due);
    while (fake.calls.filter((call) => call.reference === 'AWAY1D1').length === 0) await soon(5);
    await cancelPackage(ana, { id }, due);
    await driving;
    await aDay();
    expect(await states(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(written().length + fake.scripts.payments.ledger.length).toBeLessThanOrEqual(1);
    expect(written()).toEqual([]);
  });

  test('on its way and written: delivered, with its payment, and the rest never goes', async () => {
    const id = await stage.activate('AWAY2', 3);
    fake.delayMs = 1_500;
    await deliverDue(async () => due);
    const driving = drain(due);
    while (fake.calls.length < 2) await soon(5);
    await cancelPackage(ana, { id }, due);
    await driving;
    await aDay();
    expect(await states(id)).toEqual(['delivered', 'cancelled', 'cancelled']);
    expect(written()).toEqual(['AWAY2D1']);
    expect(fake.scripts.payments.ledger.map((row) => row.reference)).toEqual(['AWAY2D1']);
  });

  test('claimed and not posted yet: none of them is posted', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push(await stage.activate(`AHEAD${n}X`, 3));
    await t.sql`update sheets set at_once = 2 where reseller_id = ${ana.resellerId}`;
    fake.delayMs = 900;
    await deliverDue(async () => due);
    const driving = drain(due);
    while (fake.calls.filter((call) => call.book === 'orders').length === 0) await soon(5);
    const before = fake.calls.filter((call) => call.book === 'orders').length;
    for (const id of ids) await cancelPackage(ana, { id }, due);
    const between = fake.calls.filter((call) => call.book === 'orders').length;
    await driving;
    await aDay();
    expect(before).toBeLessThan(12);
    // Two at most may have left and not arrived when they were counted.
    expect(written().length).toBeLessThanOrEqual(Math.min(between + 2, 11));
  });

  test('held by a driver that died: cancelled when its lease is over', async () => {
    const id = await stage.activate('DEAD1', 3);
    await deliverDue(async () => due);
    await t.db
      .update(sheetRows)
      .set({ state: 'sending', nextRunAt: plus(5 * MINUTE_MS) })
      .where(eq(sheetRows.resellerId, ana.resellerId));
    await cancelPackage(ana, { id }, plus(10_000));
    expect(await states(id)).toEqual(['sending', 'cancelled', 'cancelled']);
    await aDay();
    expect(await states(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(fake.calls.filter((call) => call.reference.startsWith('DEAD1'))).toEqual([]);
    const rows = await t.db.select().from(sheetRows).where(eq(sheetRows.resellerId, ana.resellerId));
    expect(rows.map((row) => row.state)).toEqual(['cancelled', 'cancelled']);
  });
});

test('cancelled in the moment in which its row is being claimed: it is not posted', async () => {
  await toGoogle();
  const id = await stage.activate('RACE1', 3);
  await deliverDue(async () => due);
  const mine = eq(sheetRows.resellerId, ana.resellerId);
  await t.db.transaction(async (tx) => {
    // As a claim holds them: the cancelling passes them by.
    await tx.select().from(sheetRows).where(mine).for('update');
    expect(await cancelPackage(ana, { id }, due)).toEqual({ ok: true });
  });
  const left = await t.db.select().from(sheetRows).where(mine);
  expect(left.map((row) => [row.state, row.recalledAt])).toEqual([
    ['queued', null],
    ['queued', null],
  ]);
  await drain(due);
  await aDay();
  expect(written('RACE1')).toEqual([]);
  expect(await states(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

describe('a cancelled package whose order the phone holds', () => {
  const lease = (at: Date) => leaseForPhone(ana.resellerId, 'orders', undefined, at);
  const orders = () => ({ resellerId: ana.resellerId, book: 'orders' as const });
  const held = async (reference: string) => {
    const id = await stage.activate(reference, 3);
    await deliverDue(async () => due);
    expect((await lease(due)).map((row) => row.reference)).toEqual([`${reference}D1`]);
    await cancelPackage(ana, { id }, plus(1_000));
    return id;
  };

  test('given back it is not offered again, and its payment never', async () => {
    const id = await held('BACK1');
    await revertRows(orders(), ['BACK1D1'], settleSlots, plus(2_000));
    expect(await lease(plus(HOUR_MS))).toEqual([]);
    expect(await leaseForPhone(ana.resellerId, 'payments', undefined, plus(HOUR_MS))).toEqual([]);
    expect(await states(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  test('without a word for ten minutes it is not offered again', async () => {
    const id = await held('MUTE1');
    await closeRecalledLeases(ana.resellerId, 'orders', settleSlots, plus(9 * MINUTE_MS));
    expect((await states(id))[0]).toBe('sending');
    await closeRecalledLeases(ana.resellerId, 'orders', settleSlots, plus(11 * MINUTE_MS));
    expect(await lease(plus(12 * MINUTE_MS))).toEqual([]);
    expect((await states(id))[0]).toBe('cancelled');
  });

  test('confirmed it was delivered, and its payment is offered', async () => {
    const id = await held('SAID1');
    expect(await leaseForPhone(ana.resellerId, 'payments', undefined, plus(2_000))).toEqual([]);
    await confirmRows(orders(), ['SAID1D1'], settleSlots, plus(3_000));
    expect(await states(id)).toEqual(['delivered', 'cancelled', 'cancelled']);
    const paid = await leaseForPhone(ana.resellerId, 'payments', undefined, plus(4_000));
    expect(paid.map((row) => row.reference)).toEqual(['SAID1D1']);
  });
});

describe('twenty hours', () => {
  beforeEach(toGoogle);
  const sentAt = async (id: string) =>
    (
      await t.db
        .select({ at: sheetRows.postedAt, reference: sheetRows.reference })
        .from(sheetRows)
        .innerJoin(packageSlots, eq(packageSlots.id, sheetRows.slotId))
        .where(eq(packageSlots.subscriptionId, id))
        .orderBy(asc(sheetRows.reference))
    ).filter((row) => row.at !== null);

  test('count from the last post that may have written, however late that was', async () => {
    const id = await stage.activate('DOUBT', 3);
    for (const script of Object.values(fake.scripts)) script.plain = true;
    fake.play({ kind: 'server_error', reference: 'DOUBTD1' });
    for (let h = 0; h < 22; h++) await tick(plus(h * HOUR_MS));
    // Written, and the line cut; then a plain `Duplicado`, which cannot be read back.
    fake.play({ kind: 'cut', reference: 'DOUBTD1', when: 'after', times: 1 });
    let wroteAt: Date | null = null;
    for (let m = 22 * 60; m < 96 * 60; m += 20) {
      await tick(plus(m * MINUTE_MS));
      if (!wroteAt && written().includes('DOUBTD1')) wroteAt = plus(m * MINUTE_MS);
      if (wroteAt && written().includes('DOUBTD2')) {
        expect(plus(m * MINUTE_MS).getTime() - wroteAt.getTime()).toBeGreaterThanOrEqual(20 * HOUR_MS);
        break;
      }
    }
    expect(written('DOUBT')).toEqual(['DOUBTD1', 'DOUBTD2']);
    expect((await sentAt(id)).length).toBeGreaterThan(2);
  });

  test('hold for a row that a person retries while the next renewal waits for its sheet', async () => {
    const id = await stage.activate('AGAIN', 3);
    fake.scripts.orders.put({ reference: 'AGAIND1', value: '100', number: '849999999' });
    await tick(due);
    expect(await states(id)).toEqual(['review', 'owed', 'owed']);
    fake.scripts.orders.remove();
    fake.play({ kind: 'server_error' });
    await tick(plus(DAY_MS));
    const [row] = await t.sql`select id from sheet_rows where reference = 'AGAIND1' and book = 'orders'
      and reseller_id = ${ana.resellerId}`;
    await retryRow(ana, row?.id, settleSlots, plus(DAY_MS + HOUR_MS));
    fake.play(null);
    const at = new Map<string, number>();
    for (let m = 26 * 60; m < 100 * 60; m += 20) {
      await tick(plus(m * MINUTE_MS));
      for (const reference of written('AGAIN')) if (!at.has(reference)) at.set(reference, m);
    }
    const minutes = [...at.values()].sort((a, b) => a - b);
    expect(at.size).toBe(3);
    for (const [i, m] of minutes.entries())
      if (i > 0) expect(m - (minutes[i - 1] ?? 0)).toBeGreaterThanOrEqual(20 * 60);
  }, 40_000);
});
