import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REASON_WORDS, reasonWords } from './messages';
import { afterSend, gapMs, type MessageState, MOVES, type Move, mayResend, type SendOutcome } from './rules';

const BY_PERSON: readonly Move[] = ['markSent', 'resend', 'discard'];
const moves = Object.keys(MOVES) as Move[];
const step = (state: MessageState, move: Move): MessageState =>
  (MOVES[move].from as readonly MessageState[]).includes(state) ? MOVES[move].to : state;

describe('the states of a message', () => {
  test('in any order of moves without a person, at most one send may have left in doubt or arrived', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...moves.filter((m) => !BY_PERSON.includes(m)))), (path) => {
        let state: MessageState = 'waiting';
        let left = 0;
        for (const move of path) {
          const next = step(state, move);
          if (next !== state && (move === 'doubt' || (move === 'arrive' && state === 'sending'))) left++;
          state = next;
        }
        expect(left).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('only a person leads from unknown back to a send', () => {
    const out = moves.filter((m) => (MOVES[m].from as readonly string[]).includes('unknown'));
    expect(out.sort()).toEqual(['arrive', 'discard', 'markSent', 'resend']);
  });

  test('what was sent or discarded stays so; of what was sent only the gateway says more', () => {
    const out = (end: string) => moves.filter((m) => (MOVES[m].from as readonly string[]).includes(end));
    expect(out('sent')).toEqual(['deliver', 'bounce']);
    expect(out('delivered')).toEqual([]);
    expect(out('cancelled')).toEqual([]);
  });

  test('a doubtful message waits ten minutes for a person', () => {
    const now = new Date('2026-12-21T10:00:00Z');
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    expect(mayResend({ state: 'unknown', nextRunAt: at(10) }, at(9))).toBe(false);
    expect(mayResend({ state: 'unknown', nextRunAt: at(10) }, at(10))).toBe(true);
    expect(mayResend({ state: 'failed', nextRunAt: at(99) }, now)).toBe(true);
    expect(mayResend({ state: 'sent', nextRunAt: now }, now)).toBe(false);
  });
});

test.each<[SendOutcome, Move]>([
  [{ kind: 'sent', id: 'x' }, 'arrive'],
  [{ kind: 'not_sent', reason: 'bad_key' }, 'giveBack'],
  [{ kind: 'rejected', reason: 'not_on_whatsapp' }, 'refuse'],
  [{ kind: 'unknown', reason: 'timeout' }, 'doubt'],
])('%j leads by %s', (outcome, move) => expect(afterSend(outcome).move).toBe(move));

test('the gap is between 5 and 15 seconds', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      expect(gapMs(random)).toBeGreaterThanOrEqual(5_000);
      expect(gapMs(random)).toBeLessThanOrEqual(15_000);
    }),
  );
});

test('every reason has words, also one that a newer version wrote', () => {
  for (const reason of Object.keys(REASON_WORDS)) expect(reasonWords(reason)).toMatch(/\.$/);
  expect(reasonWords('template:empty:cliente_plano')).toContain('{{cliente_plano}}');
  expect(reasonWords('template:unknown:a:b')).toContain('{{a:b}}');
  expect(reasonWords('new_in_next_version')).toMatch(/\.$/);
  expect(reasonWords(null)).toBeNull();
});
