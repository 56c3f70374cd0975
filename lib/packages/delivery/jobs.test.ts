import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '@/db/schema/messages';
import { packageSettings } from '@/db/schema/packages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { packageStage, start, ZONE } from '@/db/test-packages';
import type { Actor } from '@/lib/auth/rules';
import { DAY_MS, formatDateTime, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { decideSlot } from '../slots/commands';

let t: TestDatabase;
let actor: Actor;
let stage: ReturnType<typeof packageStage>;

beforeAll(async () => {
  t = await testDatabase();
  stage = packageStage(t, () => actor);
});
beforeEach(async () => {
  actor = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

const policy = (latePolicy: 'skip' | 'ask') =>
  t.db.insert(packageSettings).values({ resellerId: actor.resellerId, latePolicy });

describe('deliverDue', () => {
  it('delivers the seed’s five days to the minute, each an order and a payment, and ends', async () => {
    const id = await stage.activate('ABC123');
    await stage.ticks('2025-11-18T08:00:00Z', '2025-11-23T08:00:00Z', HOUR_MS);
    expect(await stage.shown(id)).toEqual([
      'ABC123D1 delivered 19/11/2025 08:00',
      'ABC123D2 delivered 20/11/2025 08:00',
      'ABC123D3 delivered 21/11/2025 08:00',
      'ABC123D4 delivered 22/11/2025 08:00',
      'ABC123D5 delivered 23/11/2025 08:00',
    ]);
    expect(
      (await stage.rowsOf(id)).map((r) => `${r.book} ${r.reference}|${r.value}|${r.number}`).sort(),
    ).toEqual(
      ['orders', 'payments'].flatMap((book) =>
        [1, 2, 3, 4, 5].map((k) => `${book} ABC123D${k}|${book === 'orders' ? '100' : '12.5'}|845123456`),
      ),
    );
    const ended = await stage.packageOf(id);
    expect(ended.state).toBe('ended');
    expect(formatDateTime(ended.closedAt ?? start, ZONE)).toBe('23/11/2025 10:00');
  });

  it('wakes by itself at each hour that matters: following the wake-ups alone is enough', async () => {
    const id = await stage.activate('WAKE1', 3);
    for (let row = await stage.packageOf(id); row.state === 'active'; row = await stage.packageOf(id)) {
      expect(await stage.tick(new Date(row.nextRunAt.getTime() - 1))).toBe(0);
      expect(await stage.tick(row.nextRunAt)).toBe(1);
    }
    expect(await stage.shown(id)).toEqual([
      'WAKE1D1 delivered 19/11/2025 08:00',
      'WAKE1D2 delivered 20/11/2025 08:00',
      'WAKE1D3 delivered 21/11/2025 08:00',
    ]);
    expect(formatDateTime((await stage.packageOf(id)).closedAt ?? start, ZONE)).toBe('21/11/2025 10:00');
  });

  it('under seven callers at once sends each once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => stage.activate(`SEVEN${i}X`)));
    for (const hour of ['2025-11-19T06:00:00Z', '2025-11-20T06:00:00Z'])
      await Promise.all(Array.from({ length: 7 }, () => stage.tick(new Date(hour))));
    await stage.tick(new Date('2025-11-20T06:00:00Z'));
    for (const id of ids) {
      expect((await stage.slotsOf(id)).map((s) => s.state)).toEqual([
        'delivered',
        'delivered',
        'owed',
        'owed',
        'owed',
      ]);
      expect(await stage.rowsOf(id)).toHaveLength(4);
    }
  });

  it('ticked every three days loses nothing and ends only when nothing is owed', async () => {
    const id = await stage.activate('THREE');
    for (let n = 1; (await stage.packageOf(id)).state === 'active' && n < 30; n++)
      await stage.tick(new Date(start.getTime() + n * 3 * DAY_MS));
    const sent = (await stage.slotsOf(id)).map((s) => s.orderedAt?.getTime() ?? 0);
    expect(sent).toEqual([1, 2, 3, 4, 5].map((n) => start.getTime() + n * 3 * DAY_MS));
    expect((await stage.packageOf(id)).closedAt?.getTime()).toBe(start.getTime() + 18 * DAY_MS);
  });

  it('after a long outage delivers 20 h apart, beyond the end', async () => {
    const id = await stage.activate('LATE1');
    await stage.ticks('2025-11-18T08:00:00Z', '2025-11-20T05:00:00Z', HOUR_MS);
    await stage.ticks('2025-11-22T10:00:00Z', '2025-11-25T08:00:00Z', HOUR_MS);
    expect(await stage.shown(id)).toEqual([
      'LATE1D1 delivered 19/11/2025 08:00',
      'LATE1D2 delivered 22/11/2025 12:00',
      'LATE1D3 delivered 23/11/2025 08:00',
      'LATE1D4 delivered 24/11/2025 04:00',
      'LATE1D5 delivered 25/11/2025 00:00',
    ]);
    expect((await stage.packageOf(id)).state).toBe('ended');
  });

  it('skips by policy what is a day late, and says so', async () => {
    await policy('skip');
    const id = await stage.activate('SKIP1');
    await stage.tick(new Date('2025-11-22T10:00:00Z'));
    expect(await stage.shown(id)).toEqual([
      'SKIP1D1 skipped',
      'SKIP1D2 skipped',
      'SKIP1D3 skipped',
      'SKIP1D4 delivered 22/11/2025 12:00',
      'SKIP1D5 owed',
    ]);
  });

  it('holds by policy until a person decides, and never ends meanwhile', async () => {
    await policy('ask');
    const id = await stage.activate('ASK01', 3);
    await stage.tick(new Date('2025-11-21T10:00:00Z'));
    await stage.ticks('2025-11-21T11:00:00Z', '2025-11-24T11:00:00Z', 6 * HOUR_MS);
    const [first, second] = await stage.slotsOf(id);
    expect(await stage.shown(id)).toEqual([
      'ASK01D1 held',
      'ASK01D2 held',
      'ASK01D3 delivered 21/11/2025 12:00',
    ]);
    expect((await stage.packageOf(id)).state).toBe('active');
    const now = new Date('2025-11-25T08:00:00Z');
    expect(await decideSlot(actor, { slotId: first?.id ?? '', decision: 'skip' }, now)).toEqual({ ok: true });
    expect(await decideSlot(actor, { slotId: second?.id ?? '', decision: 'deliver' }, now)).toEqual({
      ok: true,
    });
    expect(await decideSlot(actor, { slotId: second?.id ?? '', decision: 'skip' }, now)).toMatchObject({
      ok: false,
    });
    await stage.tick(now);
    await stage.tick(new Date(now.getTime() + MINUTE_MS));
    expect(await stage.shown(id)).toEqual([
      'ASK01D1 skipped',
      'ASK01D2 delivered 25/11/2025 10:00',
      'ASK01D3 delivered 21/11/2025 12:00',
    ]);
    expect((await stage.packageOf(id)).state).toBe('ended');
  });

  it('tells the number once, 24 h before the end', async () => {
    const id = await stage.activate('NOTE1', 3);
    await stage.ticks('2025-11-18T08:00:00Z', '2025-11-21T08:00:00Z', HOUR_MS);
    const told = await t.db.select().from(messages).where(eq(messages.subjectId, id));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'package_ending', phone: '+258845123456' });
    expect(formatDateTime((await stage.packageOf(id)).noticeAt ?? start, ZONE)).toBe('20/11/2025 10:00');
    expect(told[0]?.body).toContain('termina em 21/11/2025 às 10:00');
  });
});
