import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { type OutageSlot, outagesOf } from './rules';

const at = (text: string) => new Date(`2025-11-${text}:00+02:00`);
const slot = (dueAt: Date, orderedAt: Date | null, change: Partial<OutageSlot> = {}): OutageSlot => ({
  dueAt,
  orderedAt,
  state: orderedAt ? 'delivered' : 'owed',
  beforeAt: null,
  ...change,
});
const now = at('25T00:00');

describe('an outage', () => {
  it('is from the first hour missed to the last renewal caught up', () => {
    const slots = [
      slot(at('19T08:00'), at('19T16:00')),
      slot(at('19T12:00'), at('19T16:05')),
      slot(at('19T06:00'), at('19T06:20')),
    ];
    expect(outagesOf(slots, now)).toEqual([
      { from: at('19T08:00'), to: at('19T16:05'), late: 2, delivered: 2, owed: 0, skipped: 0, after: 0 },
    ]);
  });

  it('takes along what is late next day only for the 20 h', () => {
    const slots = [
      slot(at('19T08:00'), at('19T16:00')),
      slot(at('20T08:00'), at('20T12:00'), { beforeAt: at('19T16:00') }),
      slot(at('21T08:00'), at('21T08:00'), { beforeAt: at('20T12:00') }),
    ];
    expect(outagesOf(slots, now)).toEqual([
      { from: at('19T08:00'), to: at('19T16:00'), late: 2, delivered: 2, owed: 0, skipped: 0, after: 1 },
    ]);
  });

  it('goes on while something is owed, and is over when what is left was skipped or waits for a person', () => {
    const owed = slot(at('24T08:00'), null);
    expect(outagesOf([owed], at('24T12:00'))[0]).toMatchObject({ to: null, late: 1, owed: 1 });
    expect(outagesOf([owed], at('24T09:00'))).toEqual([]);
    const left = [
      slot(at('20T08:00'), null, { state: 'skipped' }),
      slot(at('20T09:00'), null, { state: 'held' }),
      slot(at('20T10:00'), null, { state: 'cancelled' }),
    ];
    expect(outagesOf(left, now)).toEqual([
      { from: at('20T08:00'), to: at('21T09:00'), late: 2, delivered: 0, owed: 1, skipped: 1, after: 0 },
    ]);
  });

  it('keeps two apart, the newest first', () => {
    const slots = [slot(at('19T08:00'), at('19T10:00')), slot(at('21T08:00'), at('21T10:00'))];
    expect(outagesOf(slots, now).map((o) => o.from)).toEqual([at('21T08:00'), at('19T08:00')]);
  });

  it('counts each late renewal once, whatever the order they come in', () => {
    const some = fc.record({ due: fc.integer({ min: 0, max: 200 }), wait: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), (waits) => {
        const slots = waits.map(({ due, wait }) => {
          const dueAt = new Date(at('10T00:00').getTime() + due * HOUR_MS);
          return slot(dueAt, new Date(dueAt.getTime() + wait * HOUR_MS));
        });
        const outages = outagesOf(slots, now);
        expect(outages.reduce((n, o) => n + o.late, 0)).toBe(waits.filter((w) => w.wait > 1).length);
        expect(outagesOf([...slots].reverse(), now)).toEqual(outages);
      }),
    );
  });
});
