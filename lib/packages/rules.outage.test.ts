import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatDateTime, wallClock } from '@/lib/time';
import { expiresAtOf, type LatePolicy, nextStep, type Slot, SPACING_MS, slotDueAt } from './rules';

const at = (text: string, zone: string): Date => {
  const found = wallClock(text, zone);
  if (!found) throw new Error(`${text} is no instant in ${zone}`);
  return found;
};
const owed = (startAt: Date, days: number, zone: string): Slot[] =>
  Array.from({ length: days }, (_, i) => ({
    k: i + 1,
    state: 'owed' as const,
    dueAt: slotDueAt(startAt, i + 1, zone),
    released: false,
    sentAt: null,
    orderedAt: null,
  }));

/** Runs a package over ticks at the given instants; the sheet takes what it is given at once. */
function run(slots: Slot[], expiresAt: Date, late: LatePolicy, ticks: readonly Date[]) {
  const sent: { k: number; at: Date }[] = [];
  let ended: Date | null = null;
  for (const now of ticks) {
    if (ended) break;
    const step = nextStep({ expiresAt, slots }, late, now);
    for (const slot of slots) {
      if (step.skip.includes(slot.k)) slot.state = 'skipped';
      if (step.hold.includes(slot.k)) slot.state = 'held';
      if (step.send !== slot.k) continue;
      Object.assign(slot, { state: 'delivered', sentAt: now, orderedAt: now });
      sent.push({ k: slot.k, at: now });
    }
    if (step.end) ended = now;
  }
  return { sent, ended };
}

describe('after an outage (channels.md section 1)', () => {
  const zone = 'Africa/Maputo';
  const start = at('2025-11-18T10:00:00', zone);
  const ends = expiresAtOf(start, 5, zone);
  const minutes = (from: string, to: string, without: [string, string]) => {
    const ticks: Date[] = [];
    for (let t = at(from, zone).getTime(); t <= at(to, zone).getTime(); t += 60_000)
      if (t < at(without[0], zone).getTime() || t >= at(without[1], zone).getTime()) ticks.push(new Date(t));
    return ticks;
  };
  const shown = (out: ReturnType<typeof run>) => [
    ...out.sent.map((s) => `D${s.k} ${formatDateTime(s.at, zone)}`),
    `fim ${out.ended ? formatDateTime(out.ended, zone) : 'nunca'}`,
  ];
  const long = minutes('2025-11-18T10:00:00', '2025-11-26T00:00:00', [
    '2025-11-20T07:00:00',
    '2025-11-22T12:00:00',
  ]);

  it('delivers what is late, and later slots keep their times', () => {
    const ticks = minutes('2025-11-18T10:00:00', '2025-11-26T00:00:00', [
      '2025-11-19T07:00:00',
      '2025-11-19T16:00:00',
    ]);
    expect(shown(run(owed(start, 5, zone), ends, 'deliver', ticks))).toEqual([
      'D1 19/11/2025 16:00',
      'D2 20/11/2025 12:00',
      'D3 21/11/2025 08:00',
      'D4 22/11/2025 08:00',
      'D5 23/11/2025 08:00',
      'fim 23/11/2025 10:00',
    ]);
  });

  it('delivers each of many, 20 h apart, and ends after the last', () => {
    expect(shown(run(owed(start, 5, zone), ends, 'deliver', long))).toEqual([
      'D1 19/11/2025 08:00',
      'D2 22/11/2025 12:00',
      'D3 23/11/2025 08:00',
      'D4 24/11/2025 04:00',
      'D5 25/11/2025 00:00',
      'fim 25/11/2025 00:01',
    ]);
  });

  it('skips what is a day late', () => {
    expect(shown(run(owed(start, 5, zone), ends, 'skip', long))).toEqual([
      'D1 19/11/2025 08:00',
      'D4 22/11/2025 12:00',
      'D5 23/11/2025 08:00',
      'fim 23/11/2025 10:00',
    ]);
  });

  it('holds it for a person, still owed, and does not end', () => {
    const slots = owed(start, 5, zone);
    expect(shown(run(slots, ends, 'ask', long))).toEqual([
      'D1 19/11/2025 08:00',
      'D4 22/11/2025 12:00',
      'D5 23/11/2025 08:00',
      'fim nunca',
    ]);
    expect(slots.map((s) => s.state)).toEqual(['delivered', 'held', 'held', 'delivered', 'delivered']);
    for (const slot of slots)
      if (slot.state === 'held') Object.assign(slot, { state: 'owed', released: true });
    const later = minutes('2025-11-26T00:00:00', '2025-11-28T00:00:00', [
      '2025-11-27T00:00:00',
      '2025-11-27T00:00:00',
    ]);
    expect(shown(run(slots, ends, 'ask', later))).toEqual([
      'D2 26/11/2025 00:00',
      'D3 26/11/2025 20:00',
      'fim 26/11/2025 20:01',
    ]);
  });
});

test('any pattern of ticks gives the same references, in order, never within 20 h', () => {
  const zone = 'Africa/Maputo';
  const start = at('2025-11-18T10:00:00', zone);
  const gaps = fc.array(fc.integer({ min: 1, max: 6 * 24 * 60 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), gaps, (days, minutesBetween) => {
      // Then ticks every hour until everything is over: whatever came before, the end is the same.
      const waits = [...minutesBetween, ...Array<number>(24 * (days + 40)).fill(60)];
      let t = start.getTime();
      const ticks = waits.map((minutes) => {
        t += minutes * 60_000;
        return new Date(t);
      });
      const slots = owed(start, days, zone);
      const { sent, ended } = run(slots, expiresAtOf(start, days, zone), 'deliver', ticks);
      expect(sent.map((s) => s.k)).toEqual(Array.from({ length: days }, (_, i) => i + 1));
      for (const [i, one] of sent.entries()) {
        expect(one.at.getTime()).toBeGreaterThanOrEqual(slotDueAt(start, one.k, zone).getTime());
        const before = sent[i - 1];
        if (before) expect(one.at.getTime() - before.at.getTime()).toBeGreaterThanOrEqual(SPACING_MS);
      }
      expect(ended).not.toBeNull();
      const last = sent.at(-1)?.at;
      expect(ended && last && ended >= last && ended >= expiresAtOf(start, days, zone)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
