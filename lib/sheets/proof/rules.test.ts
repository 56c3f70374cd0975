import { expect, test } from 'vitest';
import { mayHaveWritten, proofOf } from './rules';

const unknown = (reason: string) => ({ kind: 'unknown', reason });
const duplicate = { kind: 'duplicate', reason: null };

test('a post may have written when its answer was lost, not when it was told off', () => {
  for (const lost of [unknown('timeout'), unknown('cut'), { at: '', kind: 'interrupted' }])
    expect([lost, mayHaveWritten([unknown('html'), lost, unknown('busy')])]).toEqual([lost, true]);
  for (const reason of ['html', 'too_many', 'busy', 'server_error', 'moved', 'empty', 'strange'])
    expect([reason, mayHaveWritten([unknown(reason)])]).toEqual([reason, false]);
  expect(mayHaveWritten([{ kind: 'refused', reason: 'refused' }])).toBe(false);
  expect(mayHaveWritten([{ kind: 'not_sent', reason: 'unreachable' }])).toBe(false);
  expect(mayHaveWritten([])).toBe(false);
});

test('what stood there before a post was lost was not written by it', () => {
  expect(mayHaveWritten([unknown('html'), duplicate, unknown('timeout'), unknown('cut')])).toBe(false);
  expect(mayHaveWritten([unknown('cut'), duplicate])).toBe(true);
});

test('reference and value alone prove a row only where a post of ours may have written it', () => {
  const shown = [{ kind: 'unable' }, { kind: 'value' }] as const;
  expect(proofOf(shown, { mayBeOurs: true, last: true })).toEqual({ kind: 'same' });
  expect(proofOf(shown, { mayBeOurs: false, last: true })).toEqual({ kind: 'unproved' });
});
