import { expect, test } from 'vitest';
import type { CallTrace, CustomerReading, PanelCustomer } from '@/lib/panels/rules';
import type { AccountTask } from '../rules';
import { besideNew, mayBeThere } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const task: AccountTask = {
  ...{ kind: 'status', wanted: 'suspended', state: 'pending', attempt: 0, failures: 0, username: 'ana' },
  ...{ sentAt: null, quietUntil: null, lastNegativeAt: null },
};
const trace: CallTrace = {
  ...{ reason: 'timeout', status: null, phase: 'body', latencyMs: 1 },
  ...{ detail: null, retryAfterMs: null, movedTo: null },
};
const old: PanelCustomer = {
  ...{ username: 'ana', status: 'active', expiresAt: now, packageId: 'p', ownerId: 'o' },
};
const besides = (fresh: CustomerReading) => {
  const said = besideNew(task, old, fresh, now);
  return said?.kind === 'change' ? [said.change.state, said.change.reason] : said;
};
const found = (over: Partial<PanelCustomer>) =>
  besides({ kind: 'found', customer: { ...old, ...over }, trace });

test('the old account waits while the new one cannot be read or is not there, and is left where both are alike', () => {
  expect(besides({ kind: 'unreadable', trace })).toEqual(['pending', 'timeout']);
  expect(besides({ kind: 'absent', trace })).toEqual(['pending', 'new_missing']);
  expect(found({ expiresAt: new Date(now) })).toEqual(['rejected', 'same_panel']);
  for (const other of [{ expiresAt: null }, { packageId: 'q' }, { ownerId: 'p' }])
    expect(found(other)).toBe(null);
});

test('none is left where it is missing, unless a creation may have arrived', () => {
  const sent = [{ kind: 'create', attempt: 1 } as const];
  const others = [{ kind: 'create', attempt: 0 } as const, { kind: 'status', attempt: 1 } as const];
  expect([mayBeThere('missing', others), mayBeThere('missing', sent)]).toEqual([false, true]);
  expect([mayBeThere('linked', []), mayBeThere('none', [])]).toEqual([true, true]);
});
