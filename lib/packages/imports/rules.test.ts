import { describe, expect, it } from 'vitest';
import { formatDateTime } from '@/lib/time';
import { lateRenewalWords, misplacedWords } from './messages';
import { lateRenewals, planTakeover as plan, type Reading } from './rules';
import { misplaced, readFiles } from './schema';

const ZONE = 'Africa/Maputo';
const reading: Reading = { zone: ZONE, country: 'MZ', hours: 'local', late: 'deliver' };
const now = new Date('2025-11-20T09:00:00Z');
/** The seed's own entry, word for word. */
const seed = {
  '845123456_ABC123': {
    numero: '845123456',
    referenciaOriginal: 'ABC123',
    grupoId: '120363355803754045@g.us',
    tipoPacote: '5',
    diasTotal: 5,
    diasRestantes: 3,
    megasIniciais: 2000,
    valorMTInicial: 44,
    dataInicio: '2025-11-18T10:00:00.000Z',
    dataExpiracao: '2025-11-23T10:00:00.000Z',
    horaEnvioOriginal: '2025-11-18T10:00:00.000Z',
    proximaRenovacao: '2025-11-19T08:00:00.000Z',
    renovacoes: 2,
    status: 'ativo',
    ultimaRenovacao: '2025-11-18T10:00:00.000Z',
  },
};
const renewal = (k: number, timestamp: string) => ({
  clienteId: '845123456_ABC123',
  numero: '845123456',
  referenciaOriginal: 'ABC123',
  novaReferencia: `ABC123D${k}`,
  dia: k,
  diasRestantes: 5 - k,
  timestamp,
});
const shown = (plan: ReturnType<typeof planTakeover>) =>
  plan.takeovers[0]?.slots.map((s) => `${s.reference} ${s.state} ${formatDateTime(s.at ?? s.dueAt, ZONE)}`);

const planTakeover = (files: { packages: unknown; history: unknown }, how: Reading, at: Date) =>
  plan(readFiles(files), how, at);

describe('planTakeover', () => {
  it('keeps the hour of the last renewal where no history tells it: the next is 20 h later', () => {
    const [old] = Object.values(seed);
    const late = { ...old, renovacoes: 2, ultimaRenovacao: '2025-11-21T02:00:00.000Z' };
    const plan = planTakeover({ packages: { a: late }, history: [] }, reading, now);
    expect(shown(plan)?.slice(0, 2)).toEqual([
      'ABC123D2 delivered 19/11/2025 08:00',
      'ABC123D3 delivered 21/11/2025 02:00',
    ]);
  });

  it('takes the seed’s package over: local hours, two done as D2 and D3, three owed', () => {
    const plan = planTakeover(
      {
        packages: seed,
        history: [renewal(2, '2025-11-19T08:07:00.000Z'), renewal(3, '2025-11-20T08:12:00.000Z')],
      },
      reading,
      now,
    );
    expect(plan.refused).toEqual([]);
    expect(plan.takeovers[0]).toMatchObject({
      ...{ number: '+258845123456', reference: 'ABC123', days: 5, mb: 2000, cents: 4400, numbering: 'D2' },
      ...{ jid: '120363355803754045@g.us', ended: false, warnings: [] },
    });
    expect(shown(plan)).toEqual([
      'ABC123D2 delivered 19/11/2025 08:07',
      'ABC123D3 delivered 20/11/2025 08:12',
      'ABC123D4 owed 21/11/2025 08:00',
      'ABC123D5 owed 22/11/2025 08:00',
      'ABC123D6 owed 23/11/2025 08:00',
    ]);
  });

  it('accepts our own numbering as well', () => {
    const plan = planTakeover(
      { packages: seed, history: [renewal(1, '2025-11-19T08:00:00Z'), renewal(2, '2025-11-20T08:00:00Z')] },
      reading,
      now,
    );
    expect(plan.takeovers[0]?.numbering).toBe('D1');
    expect(shown(plan)?.slice(1, 3)).toEqual([
      'ABC123D2 delivered 20/11/2025 08:00',
      'ABC123D3 owed 21/11/2025 08:00',
    ]);
  });

  it('knows the numbering of a history that was cut by its last number', () => {
    const cut = planTakeover({ packages: seed, history: [renewal(3, '2025-11-20T08:00:00Z')] }, reading, now);
    expect(cut.takeovers[0]).toMatchObject({ numbering: 'D2', warnings: [] });
    const ours = planTakeover(
      { packages: seed, history: [renewal(2, '2025-11-20T08:00:00Z')] },
      reading,
      now,
    );
    expect(ours.takeovers[0]?.numbering).toBe('D1');
  });

  it('believes the larger count where the files differ, and says so', () => {
    const plan = planTakeover(
      { packages: seed, history: [2, 3, 4, 5].map((k) => renewal(k, '2025-11-20T08:00:00Z')) },
      reading,
      now,
    );
    expect(plan.takeovers[0]?.warnings).toEqual(['count_differs', 'remaining_differs']);
    expect(plan.takeovers[0]?.slots.filter((s) => s.state === 'delivered')).toHaveLength(4);
  });

  it('may leave out what is late already, and takes what is over as ended', () => {
    const later = new Date('2025-12-01T09:00:00Z');
    const skipping = planTakeover({ packages: seed, history: [] }, { ...reading, late: 'skip' }, later);
    expect(skipping.takeovers[0]?.ended).toBe(true);
    expect(skipping.takeovers[0]?.slots.map((s) => s.state)).toEqual([
      'delivered',
      'delivered',
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(planTakeover({ packages: seed, history: [] }, reading, later).takeovers[0]?.ended).toBe(false);
  });

  it('believes the Z when told to', () => {
    const plan = planTakeover({ packages: seed, history: [] }, { ...reading, hours: 'utc' }, now);
    expect(plan.takeovers[0]?.startAt.toISOString()).toBe('2025-11-18T10:00:00.000Z');
  });

  it('makes an ended package of what only the history knows', () => {
    const plan = planTakeover(
      { packages: {}, history: [renewal(2, '2025-10-01T08:00:00Z'), renewal(3, '2025-10-02T08:00:00Z')] },
      reading,
      now,
    );
    expect(plan.takeovers[0]).toMatchObject({ days: 2, ended: true, warnings: ['history_only'] });
    expect(shown(plan)).toEqual([
      'ABC123D2 delivered 01/10/2025 08:00',
      'ABC123D3 delivered 02/10/2025 08:00',
    ]);
  });

  it.each([
    ['no number', { numero: '12' }, 'bad_number'],
    ['a reference with a delimiter', { referenciaOriginal: 'A|B' }, 'bad_reference'],
    ['no length', { diasTotal: 0, tipoPacote: 'x' }, 'bad_days'],
    ['no start', { dataInicio: 'ontem' }, 'bad_start'],
  ])('refuses %s with a reason', (_, over, reason) => {
    const entry = { ...seed['845123456_ABC123'], ...over };
    expect(planTakeover({ packages: { x: entry }, history: null }, reading, now)).toEqual({
      takeovers: [],
      refused: [{ name: `${entry.numero} · ${entry.referenciaOriginal} (item 1)`, reason }],
    });
  });

  it('holds nothing of what is no file of the old system', () => {
    for (const packages of [null, 3, 'x', [], {}])
      expect(planTakeover({ packages, history: packages }, reading, now)).toEqual({
        takeovers: [],
        refused: [],
      });
    expect(planTakeover({ packages: [7], history: [7] }, reading, now).refused.map((r) => r.name)).toEqual([
      ...['histórico item 1', 'item 1'],
    ]);
  });
});

describe('lateRenewals', () => {
  const at = (hour: string) => new Date(`2025-11-2${hour}:00:00Z`);
  const { takeovers } = plan(readFiles({ packages: seed, history: [] }), reading, now);

  it('is what the first look sends, skips and holds', () => {
    expect(lateRenewals(takeovers, 'deliver', now)).toEqual({ late: 0, now: 0, skip: 0, hold: 0 });
    // Owed: 21, 22 and 23 November at 08:00 in Maputo, 06:00 UTC.
    expect(lateRenewals(takeovers, 'deliver', at('2T09'))).toEqual({ late: 2, now: 1, skip: 0, hold: 0 });
    expect(lateRenewals(takeovers, 'skip', at('2T09'))).toEqual({ late: 2, now: 1, skip: 1, hold: 0 });
    expect(lateRenewals(takeovers, 'ask', at('9T09'))).toEqual({ late: 3, now: 0, skip: 0, hold: 3 });
  });

  it('is said in one sentence', () => {
    expect(lateRenewalWords({ late: 3, now: 1, skip: 0, hold: 0 })).toBe(
      '3 renovações já passaram da hora: 1 é enviada agora mesmo, uma por pacote; 2 seguem depois, com 20 h entre uma e outra.',
    );
    expect(lateRenewalWords({ late: 0, now: 0, skip: 0, hold: 0 })).toMatch(/^Nenhuma/);
  });
});

describe('misplaced', () => {
  it('knows a file in the other’s place, and leaves right ones alone', () => {
    const history = [renewal(2, '2025-11-19T08:00:00Z')];
    expect(misplaced({ packages: seed, history })).toEqual([]);
    expect(misplaced({ packages: history, history: seed })).toEqual(['packages', 'history']);
    expect(misplaced({ packages: history, history: undefined })).toEqual(['packages']);
    expect(misplaced({ packages: undefined, history: seed })).toEqual(['history']);
    expect(misplaced({ packages: [7], history: 'x' })).toEqual([]);
    expect(misplacedWords([])).toBeNull();
    expect(misplacedWords(['packages'])).toContain('Escolha-o em Histórico');
  });
});
