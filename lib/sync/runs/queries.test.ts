import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { dismiss } from '@/lib/dismissals/commands';
import { workOf } from '../view/work/queries';
import { oursOf } from './queries';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let ana: Actor;
beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
});
afterAll(() => t.drop());

test.each([
  ['of its own account keeps a client out of a comparison', null, false, true],
  ['that a person dismissed does not', null, true, false],
  ['of an account left behind on another server does not', 'antigo', false, false],
])('open work %s', async (_, username, dismissed, inFlight) => {
  const [serverId, planId, id] = [newId(), newId(), newId()];
  const { resellerId } = ana;
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'S', panelType: 'sigma' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
  const blank = { name: 'Ana', username: 'ana', passwordEncrypted: 'x', search: 'ana' };
  await t.db
    .insert(clients)
    .values({ id, resellerId, serverId, planId, ...blank, expiresAt: now, panelState: 'linked' });
  const task = { resellerId, clientId: id, serverId, kind: 'status', wanted: 'suspended' } as const;
  const taskId = newId();
  await t.db
    .insert(accountTasks)
    .values({ id: taskId, ...task, username, state: 'rejected', nextRunAt: now });
  if (dismissed) await dismiss(ana, { kind: 'account', id: taskId, because: 'feito no painel' }, now);
  const known = async () => (await oursOf(t.db, { resellerId, serverId }, [id])).get(id);
  const proved = new Date(now.getTime() + 20_000);
  const evidence = [{ at: now.toISOString() }, { at: proved.toISOString() }];
  const put = (set: Partial<typeof accountTasks.$inferInsert>) =>
    t.db.update(accountTasks).set(set).where(eq(accountTasks.clientId, id));
  await put({ evidence });
  expect(await known(), 'looked at, and nothing sent').toMatchObject({ inFlight, actedAt: null });
  expect((await workOf(resellerId, [id])).has(id), 'as the page says').toBe(inFlight);
  // Between the sending and its proof a reading may show either.
  await put({ state: 'done', sentAt: now });
  expect(await known()).toMatchObject({ inFlight: false, actedAt: username ? null : proved });
});
