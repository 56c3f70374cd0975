import { describe, expect, test } from 'vitest';
import { PANEL_WORDS } from '@/lib/panels/messages';
import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { conditionOf, probeSentence, readingSentence } from './messages';

const trace = (reason: PanelReason, over: Partial<CallTrace> = {}): CallTrace => ({
  reason,
  status: null,
  phase: 'body',
  latencyMs: 1,
  detail: '<b>texto do painel</b>',
  retryAfterMs: null,
  movedTo: null,
  ...over,
});
const HEALTH = {
  ...{
    circuitOpenedAt: null,
    creditsOutAt: null,
    probeAt: null,
    failuresInRow: 0,
    badInRow: 0,
    lastOkAt: null,
    lastLatencyMs: null,
  },
};
const REASONS = Object.keys(PANEL_WORDS) as PanelReason[];
/** Words of a renewal: here nothing was sent, waits or goes on by itself. */
const OF_A_RENEWAL = /verificação|envio|antes de repetir|o que foi feito|cliente/i;

describe('a look that failed', () => {
  test.each(REASONS)('%s says what to do now, without the panel’s own text', (reason) => {
    for (const sentence of [
      probeSentence({ ok: false, trace: trace(reason) }),
      probeSentence({ ok: false, trace: trace(reason, { movedTo: 'novo.example', retryAfterMs: 46_100 }) }),
      readingSentence({ ok: false, trace: trace(reason) }),
    ]) {
      expect(sentence).toMatch(/^\p{Lu}/u);
      expect(sentence).not.toMatch(OF_A_RENEWAL);
      expect(sentence).not.toContain('texto do painel');
    }
  });

  test('names the wait and the other host', () => {
    const said = (over: Partial<CallTrace> & { reason: PanelReason }) =>
      probeSentence({ ok: false, trace: trace(over.reason, over) });
    expect(said({ reason: 'rate_limited', retryAfterMs: 46_100 })).toContain('47 s');
    expect(said({ reason: 'moved', movedTo: 'novo.example' })).toContain('novo.example');
  });
});

test.each([
  ['open', 'bad_token'],
  ['open', 'block_page'],
  ['open', 'moved'],
  ['paused', 'no_credits'],
  ['closed', null],
] as const)('%s %s: who cannot mend a panel is told whom to ask', (circuit, circuitReason) => {
  const server = { ...HEALTH, panelType: 'sigma', circuit, circuitReason };
  expect(conditionOf(server, false).todo).toContain('eça ao responsável');
  expect(conditionOf(server).todo).not.toContain('responsável');
});

test('a closed circuit behind which the panel only fails is not called working', () => {
  const server = {
    ...HEALTH,
    panelType: 'sigma',
    circuit: 'closed',
    circuitReason: null,
    lastOkAt: new Date(0),
  } as const;
  expect(conditionOf(server).label).toBe('Funcionando');
  expect(conditionOf({ ...server, badInRow: 2 })).toMatchObject({
    ...{ label: 'Com falhas', tone: 'warning' },
    // A timeout counts, too: there was no answer.
    what: 'O painel recebe os pedidos, mas as últimas respostas foram erro ou não vieram.',
  });
  expect(conditionOf({ ...server, badInRow: 2 }, false).todo).toContain('peça ao responsável');
});
