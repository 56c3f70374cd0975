import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { type Every, owedSlot, slotToBegin } from './rules';

const zone = 'America/Sao_Paulo';
const server = (every: Every, position = 0) => ({
  ...{ every, position, zone },
  createdAt: new Date('2026-11-20T12:00:00Z'),
});
const at = (text: string) => new Date(text);

describe('once a day, in the reseller’s night', () => {
  test.each([
    ['before three', '2026-11-22T05:59:59Z', 0, null],
    ['at three', '2026-11-22T06:00:00Z', 0, '2026-11-22'],
    ['the second server a little later', '2026-11-22T06:09:59Z', 1, null],
    ['its turn', '2026-11-22T06:10:00Z', 1, '2026-11-22'],
    ['the thirteenth begins again at three', '2026-11-22T06:00:00Z', 12, '2026-11-22'],
    ['a night that was missed, at ten', '2026-11-22T13:00:00Z', 3, '2026-11-22'],
    ['late in the evening it still is that day', '2026-11-23T02:59:00Z', 3, '2026-11-22'],
  ])('%s', (_, now, position, slot) => {
    expect(owedSlot(server('daily', position), at(now))).toBe(slot);
  });

  test('a server of today waits for tomorrow', () => {
    const fresh = { ...server('daily'), createdAt: at('2026-11-22T03:30:00Z') };
    expect(owedSlot(fresh, at('2026-11-22T20:00:00Z'))).toBeNull();
    expect(owedSlot(fresh, at('2026-11-23T07:00:00Z'))).toBe('2026-11-23');
  });
});

test('every hour, each server at its own minute; a tick an hour finds each hour once', () => {
  expect(owedSlot(server('hourly'), at('2026-11-22T14:00:00Z'))).toBe('2026-11-22T14');
  expect(owedSlot(server('hourly', 1), at('2026-11-22T14:06:59Z'))).toBe('2026-11-22T13');
  expect(owedSlot(server('hourly', 1), at('2026-11-22T14:07:00Z'))).toBe('2026-11-22T14');
  for (let position = 0; position < 12; position++) {
    const ticks = Array.from(
      { length: 48 },
      (_, n) => new Date(at('2026-11-22T14:20:00Z').getTime() + n * HOUR_MS),
    );
    const slots = ticks.map((now) => owedSlot(server('hourly', position), now));
    expect(new Set(slots).size).toBe(48);
  }
});

test('off is off, at any time', () => {
  for (let n = 0; n < 3 * DAY_MS; n += 37 * MINUTE_MS)
    expect(owedSlot(server('off'), new Date(at('2026-11-22T00:00:00Z').getTime() + n))).toBeNull();
});

describe('the slot to begin', () => {
  const finishedAt = at('2026-11-22T07:00:00Z');
  const last = (slot: string, state: string, reason: string | null) => ({ slot, state, reason, finishedAt });
  const later = at('2026-11-22T08:00:00Z');

  test.each([
    ['the first', null, '2026-11-22'],
    ['of another day', last('2026-11-21+3', 'stopped', 'unreachable'), '2026-11-22'],
    ['done', last('2026-11-22', 'done', null), null],
    ['the panel was away', last('2026-11-22', 'stopped', 'unreachable'), '2026-11-22+1'],
    ['and again', last('2026-11-22+1', 'stopped', 'timeout'), '2026-11-22+2'],
    ['a person is needed', last('2026-11-22', 'stopped', 'bad_token'), null],
    ['a person stopped it', last('2026-11-22', 'cancelled', 'unreachable'), null],
  ])('%s', (_, before, slot) => {
    expect(slotToBegin('2026-11-22', before, later)).toBe(slot);
  });

  test('not before an hour has passed', () => {
    const away = last('2026-11-22', 'stopped', 'unreachable');
    expect(slotToBegin('2026-11-22', away, new Date(later.getTime() - 1))).toBeNull();
  });
});
