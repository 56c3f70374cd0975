import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageReferences, packageSettings, packageSlots } from '@/db/schema/packages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { packageStage, start, ZONE } from '@/db/test-packages';
import type { Actor } from '@/lib/auth/rules';
import { leaseForPhone, revertRows } from '@/lib/sheets/book/commands';
import { DAY_MS, formatDateTime, HOUR_MS } from '@/lib/time';
import { deliverDue } from '../delivery/jobs';
import { settleSlots } from '../delivery/settle/commands';
import { cancelPackage, extendPackage, pausePackage, resumePackage } from '../lifecycle/commands';
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

describe('the phone', () => {
  it('that does not come keeps a renewal under way, and the next ones behind it', async () => {
    const id = await stage.activate('PHONE1', 3);
    for (let day = 1; day <= 5; day++) await deliverDue(async () => new Date(start.getTime() + day * DAY_MS));
    expect(await stage.shown(id)).toEqual(['PHONE1D1 sending', 'PHONE1D2 owed', 'PHONE1D3 owed']);
    expect((await stage.packageOf(id)).state).toBe('active');
    const came = new Date(start.getTime() + 5 * DAY_MS);
    await stage.tick(came);
    expect((await stage.shown(id))[0]).toBe('PHONE1D1 delivered 23/11/2025 10:00');
    await stage.tick(new Date(came.getTime() + 20 * HOUR_MS));
    expect((await stage.shown(id))[1]).toBe('PHONE1D2 delivered 24/11/2025 06:00');
  });

  it('that gives an order back after confirming it undoes the delivery', async () => {
    const id = await stage.activate('PHONE2', 3);
    await stage.tick(new Date('2025-11-19T06:00:00Z'));
    const which = { resellerId: actor.resellerId, book: 'orders' } as const;
    await revertRows(which, ['PHONE2D1'], settleSlots, new Date('2025-11-19T06:05:00Z'));
    expect((await stage.shown(id))[0]).toBe('PHONE2D1 sending');
  });

  it('is not given what was cancelled before it came', async () => {
    const id = await stage.activate('PHONE3', 3);
    const at = new Date('2025-11-19T06:00:00Z');
    await deliverDue(async () => at);
    await cancelPackage(actor, { id }, at);
    expect(await leaseForPhone(actor.resellerId, 'orders', undefined, at)).toEqual([]);
    expect(await leaseForPhone(actor.resellerId, 'payments', undefined, at)).toEqual([]);
    expect((await stage.slotsOf(id)).map((s) => s.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('a package’s life', () => {
  it('stays cancelled: nothing leaves any more', async () => {
    const id = await stage.activate('CAN01');
    await stage.tick(new Date('2025-11-19T06:00:00Z'));
    expect(await cancelPackage(actor, { id }, new Date('2025-11-19T07:00:00Z'))).toEqual({ ok: true });
    await stage.ticks('2025-11-19T08:00:00Z', '2025-11-25T08:00:00Z', 12 * HOUR_MS);
    expect((await stage.slotsOf(id)).map((s) => s.state)).toEqual([
      'delivered',
      ...Array(4).fill('cancelled'),
    ]);
    expect((await stage.packageOf(id)).state).toBe('cancelled');
    expect(await cancelPackage(actor, { id }, start)).toEqual({ ok: false, reason: 'closed' });
    expect(await resumePackage(actor, { id }, start)).toEqual({ ok: false, reason: 'not_paused' });
  });

  it('pauses: nothing leaves, and what had not come due moves by the pause', async () => {
    const id = await stage.activate('PAU01', 3);
    await pausePackage(actor, { id }, new Date('2025-11-19T08:00:00Z'));
    expect(await pausePackage(actor, { id }, start)).toEqual({ ok: false, reason: 'not_active' });
    await stage.ticks('2025-11-19T09:00:00Z', '2025-11-21T08:00:00Z', HOUR_MS);
    expect(await stage.rowsOf(id)).toEqual([]);
    await resumePackage(actor, { id }, new Date('2025-11-21T08:00:00Z'));
    await stage.ticks('2025-11-21T08:00:00Z', '2025-11-24T08:00:00Z', HOUR_MS);
    expect(await stage.shown(id)).toEqual([
      'PAU01D1 delivered 21/11/2025 10:00',
      'PAU01D2 delivered 22/11/2025 08:00',
      'PAU01D3 delivered 23/11/2025 08:00',
    ]);
    expect(formatDateTime((await stage.packageOf(id)).expiresAt, ZONE)).toBe('23/11/2025 10:00');
  });

  it('is extended: more renewals behind the last, the end as much later', async () => {
    const id = await stage.activate('EXT01', 3);
    expect(await extendPackage(actor, { id, days: 2 }, start)).toEqual({ ok: true });
    expect(await extendPackage(actor, { id, days: 0 }, start)).toEqual({ ok: false, reason: 'bad_days' });
    expect(
      (await stage.slotsOf(id)).map((s) => `${s.reference} ${formatDateTime(s.dueAt, ZONE)}`).slice(3),
    ).toEqual(['EXT01D4 22/11/2025 08:00', 'EXT01D5 23/11/2025 08:00']);
    expect(formatDateTime((await stage.packageOf(id)).expiresAt, ZONE)).toBe('23/11/2025 10:00');
    const old = await stage.activate('OLD01', 3);
    // As a package taken over is numbered: D2 to D4.
    for (const slot of (await stage.slotsOf(old)).reverse())
      await t.db
        .update(packageSlots)
        .set({ reference: `OLD01D${slot.k + 1}`, refKey: `OLD01D${slot.k + 1}` })
        .where(eq(packageSlots.id, slot.id));
    await t.db.insert(packageReferences).values({ resellerId: actor.resellerId, refKey: 'OLD01D4' });
    expect(await extendPackage(actor, { id: old, days: 1 }, start)).toEqual({ ok: true });
    expect((await stage.slotsOf(old)).at(-1)).toMatchObject({ k: 4, reference: 'OLD01D5' });
    await stage.activate('EXT02D4', 3);
    const taken = await stage.activate('EXT02', 3);
    expect(await extendPackage(actor, { id: taken, days: 2 }, start)).toEqual({
      ok: false,
      reason: 'reference_used',
    });
    expect(await stage.slotsOf(taken)).toHaveLength(3);
  });

  it('is nobody else’s', async () => {
    const id = await stage.activate('MINE1');
    const [slot] = await stage.slotsOf(id);
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

it('a pause is nobody’s lateness: what waited out its 20 h is not skipped for it', async () => {
  await t.db.insert(packageSettings).values({ resellerId: actor.resellerId, latePolicy: 'skip' });
  const id = await stage.activate('PAUSE', 3);
  const due = start.getTime() + DAY_MS - 2 * HOUR_MS;
  const plus = (hours: number) => new Date(due + hours * HOUR_MS);
  await stage.tick(plus(8));
  await pausePackage(actor, { id }, plus(26));
  await resumePackage(actor, { id }, plus(26 + 72));
  for (let h = 98; h < 200; h += 2) await stage.tick(plus(h));
  expect((await stage.slotsOf(id)).map((slot) => slot.state)).toEqual([
    'delivered',
    'delivered',
    'delivered',
  ]);
});
