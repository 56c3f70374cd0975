import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { type OutageSlot, outagesOf } from './rules';

const at = (text: string) => new Date(`2025-11-${text}:00+02:00`);
let packages = 0;
type Wish = Omit<OutageSlot, 'nextAt'>;
const slot = (dueAt: Date, orderedAt: Date | null, change: Partial<Wish> = {}): Wish => ({
  subscriptionId: `p${++packages}`,
  dueAt,
  orderedAt,
  sentAt: orderedAt,
  state: orderedAt ? 'delivered' : 'owed',
  beforeAt: null,
  waits: false,
  ...change,
});
const now = at('25T00:00');

/** Each with the first that went out after its hour, as the database finds it. */
const found = (slots: Wish[], then = now) => outagesOf(withNext(slots), then);
const withNext = (slots: Wish[]): OutageSlot[] =>
  slots.map((s) => {
    const later = slots.flatMap(({ orderedAt }) =>
      orderedAt && orderedAt > s.dueAt ? [orderedAt.getTime()] : [],
    );
    return { ...s, nextAt: later.length > 0 ? new Date(Math.min(...later)) : null };
  });

describe('an outage', () => {
  it('is from the first hour missed to the last renewal caught up', () => {
    const slots = [
      slot(at('19T08:00'), at('19T16:00')),
      slot(at('19T12:00'), at('19T16:05')),
      slot(at('19T06:00'), at('19T06:20')),
    ];
    expect(found(slots)).toEqual({
      outages: [
        { from: at('19T08:00'), to: at('19T16:05'), late: 2, delivered: 2, owed: 0, skipped: 0, after: 0 },
      ],
      alone: 0,
    });
  });

  it('takes along what is late next day only for the 20 h', () => {
    const subscriptionId = 'one';
    const slots = [
      slot(at('19T08:00'), at('19T16:00'), { subscriptionId }),
      slot(at('20T08:00'), at('20T12:00'), { subscriptionId, beforeAt: at('19T16:00') }),
      slot(at('21T08:00'), at('21T08:00'), { subscriptionId, beforeAt: at('20T12:00') }),
      // Another's wait in between makes no difference.
      slot(at('20T06:00'), at('20T07:30')),
    ];
    expect(found(slots).outages.at(-1)).toEqual({
      from: at('19T08:00'),
      to: at('19T16:00'),
      late: 2,
      delivered: 2,
      owed: 0,
      skipped: 0,
      after: 1,
    });
  });

  it('goes on while something is owed, and is over when what is left was skipped or waits for a person', () => {
    const owed = slot(at('24T08:00'), null);
    expect(found([owed], at('24T12:00')).outages[0]).toMatchObject({ to: null, late: 1, owed: 1 });
    expect(found([owed], at('24T09:00')).outages).toEqual([]);
    const left = [
      slot(at('20T08:00'), null, { state: 'skipped' }),
      slot(at('20T09:00'), null, { state: 'held' }),
      slot(at('20T10:00'), null, { state: 'cancelled' }),
    ];
    expect(found(left).outages).toEqual([
      { from: at('20T08:00'), to: at('21T09:00'), late: 2, delivered: 0, owed: 1, skipped: 1, after: 0 },
    ]);
  });

  it('keeps two apart, the newest first', () => {
    const slots = [slot(at('19T08:00'), at('19T10:00')), slot(at('21T08:00'), at('21T10:00'))];
    expect(found(slots).outages.map((o) => o.from)).toEqual([at('21T08:00'), at('19T08:00')]);
  });
});

describe('no outage', () => {
  const others = ['23T06:00', '23T18:00', '24T06:00', '24T18:00'].map((due) => slot(at(due), at(due)));
  const waiting = (due: string, change: Partial<Wish> = {}) =>
    slot(at(due), null, { state: 'sending', sentAt: at(due), ...change });

  it('is one package that waits two days for its phone, nor what waits behind it, while others go out', () => {
    const subscriptionId = 'xyz';
    const behind = slot(at('23T23:00'), null, { subscriptionId, waits: true });
    expect(found([...others, waiting('22T23:00', { subscriptionId }), behind])).toEqual({
      outages: [],
      alone: 2,
    });
  });

  it('is what is late while others go out within the hour', () => {
    expect(found([...others, slot(at('24T05:30'), null)])).toEqual({ outages: [], alone: 1 });
  });

  it('is over at the first that goes out, though one is still owed', () => {
    const left = slot(at('23T07:00'), null);
    expect(found([...others, left, slot(at('23T08:00'), at('23T12:00'))])).toMatchObject({
      outages: [{ from: at('23T07:00'), to: at('23T12:00'), late: 2, owed: 1 }],
      alone: 0,
    });
  });

  it('but two packages whose phone takes nothing are one that goes on', () => {
    expect(found([waiting('24T20:00'), waiting('24T21:00')]).outages).toMatchObject([
      { from: at('24T20:00'), to: null, late: 2, owed: 2 },
    ]);
  });
});

it('counts each late renewal once, whatever the order, and nothing goes out in an outage’s first hour', () => {
  const some = fc.record({ due: fc.integer({ min: 0, max: 200 }), wait: fc.integer({ min: 0, max: 60 }) });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 30 }), (waits) => {
      const slots = waits.map(({ due, wait }) => {
        const dueAt = new Date(at('10T00:00').getTime() + due * HOUR_MS);
        return slot(dueAt, new Date(dueAt.getTime() + wait * HOUR_MS));
      });
      const { outages, alone } = found(slots);
      expect(outages.reduce((n, o) => n + o.late, alone)).toBe(waits.filter((w) => w.wait > 1).length);
      expect(found([...slots].reverse())).toEqual({ outages, alone });
      for (const { from } of outages) {
        const first = (s: Wish) => (s.orderedAt?.getTime() ?? 0) - from.getTime();
        expect(slots.filter((s) => first(s) > 0 && first(s) <= HOUR_MS)).toEqual([]);
      }
    }),
  );
});
