import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { afterAnswer, answersBadly, type Health, type PanelCall } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const fresh: Health = {
  circuit: 'closed',
  circuitReason: null,
  circuitOpenedAt: null,
  probeAt: null,
  creditsOutAt: null,
  failuresInRow: 0,
  badInRow: 0,
  lastOkAt: null,
  lastLatencyMs: null,
};
const trace = (reason: PanelReason, over: Partial<CallTrace> = {}): CallTrace => ({
  reason,
  status: 200,
  phase: 'body',
  latencyMs: 40,
  detail: null,
  retryAfterMs: null,
  movedTo: null,
  ...over,
});
const lost = trace('unreachable', { status: null, phase: 'tcp' });
const heard = (health: Health, call: PanelCall, t: CallTrace, at = now) =>
  afterAnswer(health, { call, trace: t }, at);

describe('the circuit', () => {
  test.each<PanelReason>(['bad_token', 'block_page'])(
    'opens at once on %s and looks again in a minute',
    (reason) => {
      const open = heard(fresh, 'credit', trace(reason, { status: 403 }));
      expect(open).toMatchObject({ circuit: 'open', circuitReason: reason, circuitOpenedAt: now });
      expect(open.probeAt).toEqual(later(60_000));
    },
  );

  test('opens on the fifth call in a row that never arrived, not on the fourth', () => {
    let health = fresh;
    for (let i = 0; i < 4; i++) health = heard(health, 'read', lost);
    expect(health).toMatchObject({ circuit: 'closed', failuresInRow: 4 });
    expect(heard(health, 'read', lost)).toMatchObject({ circuit: 'open', circuitReason: 'unreachable' });
    expect(heard(heard(health, 'read', trace('server_error', { status: 500 })), 'read', lost)).toMatchObject({
      circuit: 'closed',
      failuresInRow: 1,
    });
  });

  test('an edge that cannot reach the panel counts as not arrived; a lost answer does not', () => {
    expect(heard(fresh, 'read', trace('unreachable', { status: 521 })).failuresInRow).toBe(1);
    const broken = trace('timeout', { status: null, phase: 'bytes_written' });
    expect(heard(fresh, 'read', broken)).toEqual({ ...fresh, badInRow: 1 });
  });

  test('stays closed on errors of the panel’s own, which show from the second in a row to the next good answer', () => {
    const bad = trace('server_error', { status: 502 });
    const once = heard(fresh, 'read', bad);
    expect(answersBadly(once)).toBe(false);
    const twice = heard(heard(once, 'read', trace('rate_limited', { status: 429 })), 'credit', bad);
    expect(twice).toMatchObject({ circuit: 'closed', failuresInRow: 0 });
    expect(answersBadly(twice)).toBe(true);
    expect(answersBadly(heard(twice, 'read', trace('customer_absent', { status: 400 })))).toBe(false);
  });

  test('closes on a good read, never on a good change', () => {
    const open = heard(fresh, 'read', trace('bad_token', { status: 401 }));
    expect(heard(open, 'read', trace('ok'))).toMatchObject({
      circuit: 'closed',
      circuitReason: null,
      lastOkAt: now,
    });
    expect(heard(open, 'read', trace('customer_absent', { status: 400 })).circuit).toBe('closed');
    expect(heard(open, 'credit', trace('ok')).circuit).toBe('open');
    expect(heard(open, 'read', trace('not_a_panel')).circuit).toBe('open');
  });

  test('no credits pauses what costs credits, and only a person ends it', () => {
    const paused = heard(fresh, 'credit', trace('no_credits', { status: 400 }));
    expect(paused).toMatchObject({ circuit: 'paused', circuitReason: 'no_credits' });
    expect(heard(paused, 'read', trace('ok')).circuit).toBe('paused');
    // Away meanwhile, and back: still without credits, since the same moment.
    const away = heard(paused, 'read', trace('block_page', { status: 403 }), later(60_000));
    expect(away).toMatchObject({ circuit: 'open', circuitReason: 'block_page' });
    expect(heard(away, 'read', trace('ok'), later(120_000))).toMatchObject({
      ...{ circuit: 'paused', circuitReason: 'no_credits', circuitOpenedAt: now },
    });
  });

  test('whatever comes: a circuit that is not closed says since when and why; a closed one is clean', () => {
    const reasons: PanelReason[] = [
      'ok',
      'bad_token',
      'no_credits',
      'block_page',
      'moved',
      'server_error',
      'refused',
    ];
    const answers = fc.array(
      fc.record({
        call: fc.constantFrom<PanelCall>('read', 'status', 'credit'),
        t: fc.oneof(
          fc.constant(lost),
          fc.constantFrom(...reasons).map((r) => trace(r)),
        ),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(answers, (list) => {
        const end = list.reduce((health, { call, t }) => heard(health, call, t), fresh);
        const opened = end.circuit !== 'closed';
        expect(end.circuitReason !== null && end.circuitOpenedAt !== null).toBe(opened);
        expect(end.probeAt !== null).toBe(end.circuit === 'open');
      }),
    );
  });
});
