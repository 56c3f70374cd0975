import { expect, test } from 'vitest';
import type { Columns, Side } from '../plan/rules';
import { decide, decideUndo } from './rules';

const readAt = new Date('2026-11-22T12:00:00Z');
const date = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();
const side = (expiresAt: string, packageId = 'p1'): Side => ({ expiresAt, status: 'active', packageId });
const columns = (over: Partial<Columns> = {}): Columns => ({
  ...{ expiresAt: date(20), panelExpiresAt: null, panelReadAt: null, panelState: 'linked', status: 'active' },
  ...{ planId: 'ours', ...over },
});
const row = (id: string, kind: 'later' | 'package', theirs: Side) => ({
  ...{ row: { id, class: kind, ours: side(date(20)), theirs, readAt }, clientId: 'ana' },
  ...{ current: { ...columns(), packageId: 'p1' }, actedAt: null as Date | null },
});
const planOf = (packageId: string | null) => (packageId === 'p2' ? 'theirs' : null);

test('of one client a difference meets what the ones before have made of them', () => {
  const further = side(date(25));
  const rows = [
    row('a', 'package', side(date(20), 'p2')),
    row('b', 'later', further),
    row('c', 'later', further),
  ];
  const { changes, became, stale, noPlan } = decide(rows, planOf);
  expect(changes.map((one) => one.row.id)).toEqual(['a', 'b']);
  expect(became.get('ana')).toMatchObject({
    planId: 'theirs',
    expiresAt: date(25),
    panelExpiresAt: date(25),
  });
  expect([stale, noPlan]).toEqual([['c'], 0]);

  const back = changes.toReversed().map(({ row: { id }, clientId, change }) => ({ id, clientId, change }));
  const undo = (now: Columns, plans = new Set(['ours'])) =>
    decideUndo(
      back.map((one) => ({ ...one, current: now })),
      plans,
    );
  const after = became.get('ana') ?? columns();
  expect(undo(after).became.get('ana')).toMatchObject(columns());
  // The date has moved on since: the plan alone goes back.
  expect(undo({ ...after, expiresAt: date(30) })).toMatchObject({ back: [{ id: 'a' }] });
  // The plan is archived by now: the date alone goes back.
  const kept = undo(after, new Set(['theirs']));
  expect(kept.back).toEqual([{ id: 'b', clientId: 'ana' }]);
  expect(kept.became.get('ana')).toMatchObject(columns({ planId: 'theirs' }));
});

test('what was done since the reading makes it old; a package that no single plan sells stays to be decided', () => {
  const acted = { ...row('a', 'later', side(date(25))), actedAt: new Date(readAt.getTime() + 1) };
  const unsold = row('b', 'package', side(date(20), 'p3'));
  expect(decide([acted, unsold], planOf)).toEqual({
    changes: [],
    became: new Map(),
    stale: ['a'],
    noPlan: 1,
  });
});
