import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { retryRow } from '@/lib/sheets/board/commands';
import { saveSheet } from '@/lib/sheets/commands';
import { type FakeSheets, startFakeSheets } from '@/lib/sheets/fake-sheets';
import { drainSheet } from '@/lib/sheets/jobs';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { activatePackage } from '../../commands';
import { cancelPackage } from '../../lifecycle/commands';
import { deliverDue } from '../jobs';
import { settleSlots } from './commands';

const start = new Date('2025-11-18T08:00:00Z');
const due = (k: number) => new Date(start.getTime() + k * DAY_MS - 2 * HOUR_MS);
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);
let t: TestDatabase;
let fake: FakeSheets;
let actor: Actor;

beforeAll(async () => {
  t = await testDatabase();
  fake = await startFakeSheets();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = fake.host;
});
beforeEach(async () => {
  fake.play(null);
  fake.delayMs = 0;
  await t.db.delete(sheetGates);
  actor = await t.reseller({ country: 'MZ' });
  const now = start;
  await t.db.transaction(async (tx) => {
    const ordersSheetId = await saveSheet(tx, actor, 'orders', fake.orders, now);
    const paymentsSheetId = await saveSheet(tx, actor, 'payments', fake.payments, now);
    await tx.insert(packageSettings).values({ resellerId: actor.resellerId, ordersSheetId, paymentsSheetId });
  });
});
afterAll(() => Promise.all([t.drop(), fake.stop()]));

async function activate(reference: string, sold: { mb: number; cents: number } | null = null, days = 3) {
  const wish = { reference, number: '+258845123456', groupId: null, days, startAt: start, sold, tell: false };
  const made = await t.db.transaction((tx) => activatePackage(tx, actor, wish, start));
  if (!made.ok) throw new Error(made.reason);
  return made.subscription.id;
}
/** Whatever is due at an instant: packages first, then both sheets. */
async function tick(at: Date) {
  await deliverDue(async () => at);
  const mine = await t.db.select().from(sheets).where(eq(sheets.resellerId, actor.resellerId));
  await Promise.all(
    mine.map(({ urlHash }) => drainSheet(urlHash, async () => at, settleSlots, { timeoutMs: 500 })),
  );
}
const slotsOf = (id: string) =>
  t.db.select().from(packageSlots).where(eq(packageSlots.subscriptionId, id)).orderBy(asc(packageSlots.k));
const states = async (id: string) => (await slotsOf(id)).map((s) => s.state);
const packageOf = async (id: string) =>
  (await t.db.select().from(packageSubscriptions).where(eq(packageSubscriptions.id, id)))[0];
const books = (reference: string) =>
  (['orders', 'payments'] as const).map(
    (book) => fake.scripts[book].ledger.filter((row) => row.reference === reference).length,
  );

describe('slots whose halves go to Google sheets', () => {
  it('are delivered when both stand there, each once, and set the next hour', async () => {
    const id = await activate('BOTH1', { mb: 2000, cents: 4400 });
    await tick(start);
    expect(fake.scripts.orders.ledger.map((r) => `${r.reference}|${r.value}|${r.number}`)).toEqual([
      'BOTH1|2000|845123456',
    ]);
    expect(fake.scripts.payments.ledger.map((r) => `${r.reference}|${r.value}|${r.number}`)).toEqual([
      'BOTH1|44|845123456',
    ]);
    for (const k of [1, 2, 3]) {
      await tick(due(k));
      expect((await slotsOf(id))[k - 1]?.state).toBe('delivered');
      expect(books(`BOTH1D${k}`)).toEqual([1, 1]);
    }
    expect((await packageOf(id))?.nextRunAt).toEqual(later(start, 3 * DAY_MS));
    await tick(later(start, 3 * DAY_MS));
    expect((await packageOf(id))?.state).toBe('ended');
  });

  it('show one half delivered as half, and only the other is tried again', async () => {
    const id = await activate('HALF1');
    fake.play({ kind: 'server_error', reference: 'HALF1D1', times: 1 });
    await tick(due(1));
    const rows = await t.db
      .select()
      .from(sheetRows)
      .where(and(eq(sheetRows.resellerId, actor.resellerId), eq(sheetRows.reference, 'HALF1D1')));
    expect(rows.map((r) => r.state).sort()).toEqual(['done', 'queued']);
    expect(await states(id)).toEqual(['sending', 'owed', 'owed']);
    for (let n = 1; n <= 12 && (await states(id))[0] === 'sending'; n++)
      await tick(later(due(1), n * 10 * MINUTE_MS));
    expect(await states(id)).toEqual(['delivered', 'owed', 'owed']);
    expect(books('HALF1D1')).toEqual([1, 1]);
  });

  it('wait through a day of outage, then go out in order and 20 h apart', async () => {
    const id = await activate('OUT01');
    fake.play({ kind: 'server_error' });
    for (let h = 0; h < 30; h += 2) await tick(later(due(1), h * HOUR_MS));
    expect(await states(id)).toEqual(['sending', 'owed', 'owed']);
    fake.play(null);
    for (let h = 30; h < 120; h += 2) await tick(later(due(1), h * HOUR_MS));
    expect(await states(id)).toEqual(['delivered', 'delivered', 'delivered']);
    const sent = (await slotsOf(id)).map((s) => s.orderedAt?.getTime() ?? 0);
    for (const [i, at] of sent.entries())
      if (i > 0) expect(at - (sent[i - 1] ?? 0)).toBeGreaterThanOrEqual(20 * HOUR_MS);
    expect((await packageOf(id))?.state).toBe('ended');
    for (const k of [1, 2, 3]) expect(books(`OUT01D${k}`)).toEqual([1, 1]);
  });

  it('go to a person when the sheet has something else there; the next day is not stuck behind it', async () => {
    const id = await activate('MET01');
    fake.scripts.orders.put({ reference: 'MET01D1', value: '100', number: '849999999' });
    await tick(due(1));
    expect(await states(id)).toEqual(['review', 'owed', 'owed']);
    await tick(due(2));
    await tick(later(due(2), HOUR_MS));
    expect(await states(id)).toEqual(['review', 'delivered', 'owed']);
    expect(books('MET01D1')).toEqual([1, 1]);
  });

  it('tried again by a person wait out the 20 h after the latest, and hold up the next', async () => {
    const id = await activate('AGAIN1');
    fake.scripts.orders.put({ reference: 'AGAIN1D1', value: '100', number: '849999999' });
    await tick(due(1));
    await tick(due(2));
    expect(await states(id)).toEqual(['review', 'delivered', 'owed']);
    fake.scripts.orders.remove('AGAIN1D1');
    const [row] = await t.db
      .select()
      .from(sheetRows)
      .where(and(eq(sheetRows.reference, 'AGAIN1D1'), eq(sheetRows.state, 'review')));
    expect(await retryRow(actor, row?.id ?? '', settleSlots, later(due(2), HOUR_MS))).toBe(true);
    await tick(later(due(2), 2 * HOUR_MS));
    expect([await states(id), books('AGAIN1D1')[0]]).toEqual([['sending', 'delivered', 'owed'], 0]);
    await tick(later(due(2), 20 * HOUR_MS + MINUTE_MS));
    await tick(due(3));
    expect([await states(id), books('AGAIN1D1')[0]]).toEqual([['delivered', 'delivered', 'owed'], 1]);
    await tick(later(due(2), 41 * HOUR_MS));
    expect(await states(id)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('are taken back by a cancelling though tried before, where the order has not arrived', async () => {
    const id = await activate('REST1');
    fake.play({ kind: 'too_many' });
    await tick(due(1));
    expect(await cancelPackage(actor, { id }, later(due(1), MINUTE_MS))).toEqual({ ok: true });
    fake.play(null);
    await tick(later(due(1), 2 * HOUR_MS));
    expect([await states(id), books('REST1D1')]).toEqual([
      ['cancelled', 'cancelled', 'cancelled'],
      [0, 0],
    ]);
  });

  it('count a row of ours that the sheet has already as delivered', async () => {
    const id = await activate('OURS1');
    fake.play({ kind: 'cut', when: 'after', times: 1, reference: 'OURS1D1' });
    await tick(due(1));
    for (let n = 1; n <= 6; n++) await tick(later(due(1), n * 10 * MINUTE_MS));
    expect((await states(id))[0]).toBe('delivered');
    expect(books('OURS1D1')).toEqual([1, 1]);
  });

  it('cancelled before a driver takes them never leave', async () => {
    const id = await activate('CANC1');
    await deliverDue(async () => due(1));
    expect(await states(id)).toEqual(['sending', 'owed', 'owed']);
    expect(await cancelPackage(actor, { id }, later(due(1), 1))).toEqual({ ok: true });
    await tick(later(due(1), MINUTE_MS));
    expect(await states(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(books('CANC1D1')).toEqual([0, 0]);
  });

  it('under seven ticks at once, twenty packages, are in each book once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => activate(`PAR${i}X`)));
    fake.delayMs = 5;
    await Promise.all(Array.from({ length: 7 }, () => tick(due(1))));
    await tick(later(due(1), MINUTE_MS));
    for (const [i, id] of ids.entries()) {
      expect((await states(id))[0]).toBe('delivered');
      expect(books(`PAR${i}XD1`)).toEqual([1, 1]);
    }
    expect(fake.overlaps).toEqual([]);
  });
});
