import { describe, expect, it } from 'vitest';
import type { CallTrace, CreateAnswer, CustomerReading, MutationClass } from '@/lib/panels/rules';
import { type AccountTask, afterReading, afterSend, backOffMs, type Decision } from './rules';

const now = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const trace = (reason: CallTrace['reason'] = 'ok'): CallTrace => ({
  reason,
  status: 200,
  phase: 'body',
  latencyMs: 1,
  detail: null,
  retryAfterMs: null,
  movedTo: null,
});
const task = (over: Partial<AccountTask> = {}): AccountTask => ({
  kind: 'create',
  wanted: null,
  state: 'pending',
  attempt: 0,
  failures: 0,
  sentAt: null,
  quietUntil: null,
  lastNegativeAt: null,
  ...over,
});
const sent = (over: Partial<AccountTask> = {}) =>
  task({ state: 'unknown', attempt: 1, sentAt: now, quietUntil: at(900), ...over });
const found = (
  ownerId: string | null,
  status: 'active' | 'suspended' | 'other' = 'active',
): CustomerReading => ({
  kind: 'found',
  customer: { username: 'ana', status, expiresAt: null, packageId: null, ownerId },
  trace: trace(),
});
const absent: CustomerReading = { kind: 'absent', trace: trace('customer_absent') };
const unreadable: CustomerReading = { kind: 'unreadable', trace: trace('timeout') };
const created = (cls: MutationClass, reason: CallTrace['reason'] = 'ok'): CreateAnswer => ({
  class: cls,
  username: null,
  password: null,
  expiresAt: null,
  refused: { username: false, password: false },
  trace: trace(reason),
});
const changeOf = (d: Decision) => {
  if (d.kind !== 'change') throw new Error(`expected a change, got ${d.kind}`);
  return d.change;
};

describe('a reading before the first send', () => {
  it('sends only on a definite absence', () => {
    expect(afterReading(task(), absent, 'me', false, now)).toEqual({ kind: 'send' });
  });
  it('has nothing to suspend of an account left behind that is gone, only of one that is there', () => {
    const left = task({ kind: 'status', wanted: 'suspended', username: 'ana' });
    expect(afterReading(left, absent, 'me', false, now)).toEqual({ kind: 'done', sent: false });
    expect(afterReading(left, found('me'), 'me', false, now)).toEqual({ kind: 'send' });
    expect(afterReading(left, unreadable, 'me', false, now).kind).toBe('change');
    expect(afterReading(left, found('other'), 'me', false, now).kind).toBe('change');
  });
  it('puts right only an account that is suspended', () => {
    const right = task({ kind: 'status', wanted: 'active', moved: { righted: true } });
    expect(afterReading(right, found('me', 'other'), 'me', false, now)).toEqual({
      kind: 'done',
      sent: false,
    });
    expect(afterReading(right, found('me', 'suspended'), 'me', false, now)).toEqual({ kind: 'send' });
  });
  it('links what is ours without sending', () => {
    expect(afterReading(task(), found('me'), 'me', false, now)).toEqual({ kind: 'done', sent: false });
  });
  it("refuses another reseller's row", () => {
    const change = changeOf(afterReading(task(), found('other'), 'me', false, now));
    expect(change).toMatchObject({ state: 'rejected', reason: 'not_ours' });
    const hidden: CustomerReading = { kind: 'absent', trace: trace('not_ours') };
    expect(changeOf(afterReading(task(), hidden, 'me', false, now)).state).toBe('rejected');
    expect(changeOf(afterReading(sent(), hidden, 'me', false, at(2000))).state).toBe('rejected');
  });
  it('waits, unsent, while the panel cannot be read', () => {
    const change = changeOf(afterReading(task({ failures: 2 }), unreadable, 'me', false, now));
    expect(change).toMatchObject({ state: 'pending', attempt: 0, failures: 3, nextRunAt: at(120) });
  });
});

describe('doubt after a send', () => {
  it('believes a positive reading at once', () => {
    expect(afterReading(sent(), found('me'), 'me', false, at(1))).toEqual({ kind: 'done', sent: true });
  });
  it('lets a negative prove nothing before quiet', () => {
    expect(changeOf(afterReading(sent(), absent, 'me', false, at(6))).nextRunAt).toEqual(at(30));
    expect(changeOf(afterReading(sent(), absent, 'me', false, at(400))).nextRunAt).toEqual(at(900));
  });
  it('resends once after two negatives past quiet, then asks a person', () => {
    const first = changeOf(afterReading(sent(), absent, 'me', false, at(900)));
    expect(first).toMatchObject({ state: 'unknown', lastNegativeAt: at(900), nextRunAt: at(960) });
    const twice = sent({ lastNegativeAt: at(900) });
    expect(afterReading(twice, absent, 'me', false, at(960))).toEqual({ kind: 'send' });
    expect(changeOf(afterReading(twice, absent, 'me', true, at(960))).state).toBe('review');
    const last = sent({ attempt: 2, lastNegativeAt: at(900) });
    expect(changeOf(afterReading(last, absent, 'me', false, at(960))).state).toBe('review');
  });
  it('never resends what the panel accepted without proof', () => {
    expect(changeOf(afterSend(sent(), created('unknown', 'unproved'), now)).attempt).toBe(2);
  });
});

describe('an account the panel names', () => {
  it('is a person’s as soon as one may exist', () => {
    const review = { state: 'review', reason: 'unnamed' };
    const unknown = created('unknown', 'timeout');
    expect(changeOf(afterSend(sent({ state: 'sending' }), unknown, now, false))).toMatchObject(review);
    for (const reading of [absent, unreadable])
      expect(changeOf(afterReading(sent(), reading, 'me', false, at(2000), false))).toMatchObject(review);
    expect(afterReading(task(), absent, 'me', false, now, false)).toEqual({ kind: 'send' });
  });
  it('stays one with another client’s name however often it is tried', () => {
    const tried = task({ attempt: 1, reason: 'name_clash' });
    expect(changeOf(afterReading(tried, absent, 'me', false, now, false))).toMatchObject({
      state: 'review',
      reason: 'name_clash',
    });
  });
});

describe('the answer to a send', () => {
  it('gives back an attempt that certainly did not arrive', () => {
    for (const cls of ['not_sent', 'edge_block'] as const)
      expect(changeOf(afterSend(sent({ state: 'sending' }), created(cls, 'unreachable'), now))).toMatchObject(
        {
          state: 'pending',
          attempt: 0,
          reason: 'unreachable',
        },
      );
  });
  it('ends on a refusal of the first send, and reads after a refusal of the second', () => {
    const refusal = created('rejected', 'validation');
    expect(changeOf(afterSend(sent(), refusal, now))).toMatchObject({ state: 'rejected', attempt: 0 });
    expect(changeOf(afterSend(sent({ attempt: 2 }), refusal, now)).state).toBe('unknown');
  });
  it('backs off to ten minutes and no further', () => {
    expect([0, 1, 2, 3, 4, 40].map((n) => backOffMs(n) / 1000)).toEqual([30, 60, 120, 300, 600, 600]);
  });
});

describe('a status', () => {
  const status = (over: Partial<AccountTask> = {}) => task({ kind: 'status', wanted: 'suspended', ...over });
  it('sends only when the panel shows the other one', () => {
    expect(afterReading(status(), found('me', 'active'), 'me', false, now)).toEqual({ kind: 'send' });
    expect(afterReading(status(), found('me', 'suspended'), 'me', false, now)).toEqual({
      kind: 'done',
      sent: false,
    });
  });
  it('is not sent again when the panel said yes and shows no', () => {
    const answer = { class: 'unknown' as const, trace: trace('unproved') };
    const change = changeOf(afterSend(status({ state: 'sending', attempt: 1 }), answer, now));
    expect(change).toMatchObject({ state: 'unknown', attempt: 2 });
    const doubted = status({ state: 'unknown', attempt: 2, quietUntil: now, lastNegativeAt: now });
    expect(changeOf(afterReading(doubted, found('me', 'active'), 'me', false, at(60)))).toMatchObject({
      state: 'review',
      reason: 'status_unproved',
    });
  });
  it('is refused when the account is gone', () => {
    expect(changeOf(afterReading(status(), absent, 'me', false, now))).toMatchObject({
      state: 'rejected',
      reason: 'customer_absent',
    });
  });
});
