import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { slotDueAt } from '../rules';
import { dataUntil, lateReason, plannedTimes, progressOf, type SeenSlot, slotView } from './rules';

const MAPUTO = 'Africa/Maputo';
const start = new Date('2025-11-18T08:00:00Z');
const local = (text: string) => new Date(`${text}:00+02:00`);

/** The seed's five days from 18/11 10:00 in Maputo, some of them changed. */
const five = (changes: Record<number, Partial<SeenSlot>> = {}): SeenSlot[] =>
  [1, 2, 3, 4, 5].map((k) => ({
    k,
    state: 'owed',
    dueAt: slotDueAt(start, k, MAPUTO),
    released: false,
    sentAt: null,
    orderedAt: null,
    deliveredAt: null,
    ...changes[k],
  }));
const delivered = (at: Date): Partial<SeenSlot> => ({
  state: 'delivered',
  sentAt: at,
  orderedAt: at,
  deliveredAt: at,
});
const times = (slots: SeenSlot[], now: Date, policy: 'deliver' | 'skip' | 'ask' = 'deliver') =>
  plannedTimes(slots, policy, now).map((p) => [p.k, p.at.toISOString(), p.fate]);

describe('what is still to come', () => {
  it('is at its hours while nothing is late', () => {
    const now = local('2025-11-18T12:00');
    expect(plannedTimes(five(), 'deliver', now).map((p) => p.at)).toEqual(five().map((s) => s.dueAt));
    expect(dataUntil(five(), 'deliver', now)).toEqual(local('2025-11-24T08:00'));
  });

  it('catches up 20 h apart and meets its own hours again (channels.md section 1)', () => {
    const slots = five({ 1: delivered(local('2025-11-19T16:00')) });
    expect(times(slots, local('2025-11-19T17:00')).slice(0, 3)).toEqual([
      [2, local('2025-11-20T12:00').toISOString(), 'send'],
      [3, local('2025-11-21T08:00').toISOString(), 'send'],
      [4, local('2025-11-22T08:00').toISOString(), 'send'],
    ]);
  });

  it('after two days without anything ends two days of spacing later', () => {
    const slots = five({ 1: delivered(local('2025-11-19T08:00')) });
    const now = local('2025-11-22T12:00');
    expect(times(slots, now)).toEqual([
      [2, now.toISOString(), 'send'],
      [3, local('2025-11-23T08:00').toISOString(), 'send'],
      [4, local('2025-11-24T04:00').toISOString(), 'send'],
      [5, local('2025-11-25T00:00').toISOString(), 'send'],
    ]);
    expect(dataUntil(slots, 'deliver', now)).toEqual(local('2025-11-26T00:00'));
    expect(times(slots, now, 'skip').map(([k, , fate]) => [k, fate])).toEqual([
      [2, 'skip'],
      [3, 'skip'],
      [4, 'send'],
      [5, 'send'],
    ]);
  });

  it('knows no hour that hangs on a confirmation: neither of the next nor of what follows from it', () => {
    const sent = { state: 'sending' as const, sentAt: local('2025-11-19T08:00') };
    const opens = (now: Date) => plannedTimes(five({ 1: sent }), 'deliver', now).map((p) => p.open);
    expect(opens(local('2025-11-19T12:00'))).toEqual([false, false, false, false]);
    // Confirmed now, it would go out at 12:01, and not at 08:00; the others still keep theirs or follow.
    expect(opens(local('2025-11-19T16:01'))).toEqual([true, true, false, false]);
    const progress = progressOf(
      five({ 1: sent }),
      { state: 'active', late: 'deliver' },
      local('2025-11-19T16:01'),
    );
    expect(progress).toMatchObject({ waitsFor: 'phone', moving: true });
    const halves = new Map([[1, { order: false, payment: true, phone: false }]]);
    const sheet = { state: 'active' as const, late: 'deliver' as const, halves };
    expect(progressOf(five({ 1: sent }), sheet, local('2025-11-19T16:01')).waitsFor).toBe('sheet');
    expect(progressOf(five({ 1: sent }), sheet, local('2025-11-19T12:00')).waitsFor).toBeNull();
  });

  it('promises no end of the data while the hour of the last renewal is open', () => {
    const sent = { state: 'sending' as const, sentAt: local('2025-11-22T08:00') };
    const done = { state: 'delivered' as const, orderedAt: local('2025-11-21T08:00') };
    const slots = five({ 1: done, 2: done, 3: done, 4: sent });
    expect(dataUntil(slots, 'deliver', local('2025-11-22T10:00'))).toEqual(local('2025-11-24T08:00'));
    expect(dataUntil(slots, 'deliver', local('2025-11-22T13:00'))).toBeNull();
  });

  it('says nothing of slots that wait for a person, and lets a released one go', () => {
    const late = { 1: delivered(local('2025-11-19T08:00')), 2: { state: 'held' as const } };
    const now = local('2025-11-22T12:00');
    expect(times(five(late), now, 'ask')[0]?.[0]).toBe(3);
    const freed = five({ ...late, 2: { released: true } });
    expect(times(freed, now, 'ask')[0]).toEqual([2, now.toISOString(), 'send']);
  });
});

describe('what a slot looks like', () => {
  const now = local('2025-11-19T09:00');
  const [first] = five();
  const seen = (change: Partial<SeenSlot>, halves?: { order: boolean; payment: boolean }, at = now) =>
    slotView({ ...(first as SeenSlot), ...change }, 'active', halves, at);

  it('is late one hour after its hour, not before', () => {
    expect(seen({})).toBe('scheduled');
    expect(seen({}, undefined, new Date(now.getTime() + 1))).toBe('late');
    expect(slotView(first as SeenSlot, 'paused', undefined, local('2025-11-30T09:00'))).toBe('paused');
  });

  it('is a half while only one of the two rows stands in its sheet', () => {
    const sending = { state: 'sending' as const, sentAt: now };
    expect(seen(sending, { order: false, payment: false })).toBe('sending');
    expect(seen(sending, { order: true, payment: false })).toBe('half');
    expect(seen(sending, { order: false, payment: true })).toBe('half');
    expect(seen({ ...sending, orderedAt: now })).toBe('half');
  });

  it('keeps that it was late once it is delivered', () => {
    expect(seen(delivered(local('2025-11-19T08:59')))).toBe('delivered');
    expect(seen(delivered(local('2025-11-19T09:01')))).toBe('delivered_late');
  });

  it('counts what is done of all there is', () => {
    const progress = progressOf(
      five({ 1: delivered(local('2025-11-19T08:00')), 2: delivered(local('2025-11-20T08:00')) }),
      { state: 'active', late: 'deliver' },
      local('2025-11-20T10:00'),
    );
    expect(progress).toMatchObject({ done: 2, total: 5, next: local('2025-11-21T08:00') });
  });
});

describe('why it was late', () => {
  const [first, second] = five() as [SeenSlot, SeenSlot];
  const out = (slot: SeenSlot, sentAt: Date, orderedAt = sentAt): SeenSlot => ({
    ...slot,
    state: 'delivered',
    sentAt,
    orderedAt,
    deliveredAt: orderedAt,
  });
  const now = local('2025-11-25T00:00');

  it('tells the spacing, the sheet, a person and a standstill apart', () => {
    const afternoon = local('2025-11-19T16:00');
    expect(lateReason(out(first, afternoon), undefined, now)).toBe('stopped');
    expect(lateReason(out(second, local('2025-11-20T12:00')), out(first, afternoon), now)).toBe('spacing');
    const handedOver = new Date(first.dueAt.getTime() + MINUTE_MS);
    expect(lateReason(out(first, handedOver, afternoon), undefined, now)).toBe('sheet');
    const handed: SeenSlot = { ...first, state: 'sending', sentAt: first.dueAt };
    expect(lateReason(second, handed, now)).toBe('before');
    expect(lateReason(second, out(first, first.dueAt), now)).toBe('stopped');
    expect(lateReason({ ...first, state: 'held' }, undefined, now)).toBe('held');
    expect(lateReason(out(first, new Date(first.dueAt.getTime() + HOUR_MS / 2)), undefined, now)).toBeNull();
  });
});
