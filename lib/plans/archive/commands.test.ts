import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { restoreServer } from '@/lib/servers/archive/commands';
import { archivedServers } from '@/lib/servers/archive/queries';
import { archiveServer } from '@/lib/servers/commands';
import { archivePlan } from '../commands';
import { restorePlan } from './commands';
import { archivedPlans } from './queries';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
beforeAll(async () => {
  t = await testDatabase();
  [ana, bia] = [await t.reseller(), await t.reseller()];
});
afterAll(() => t.drop());

test('what was archived comes back: the server first, then its plan; to its own reseller only', async () => {
  const { resellerId } = ana;
  const [serverId, planId] = [newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'S' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'P', priceCents: 1 });
  expect(await restorePlan(ana, planId, now)).toEqual({ ok: false, reason: 'absent' });
  expect(await restoreServer(ana, serverId, now)).toBe(false);
  await archivePlan(resellerId, ana, planId, now);
  await archiveServer(resellerId, ana, serverId, now);
  expect(await archivedPlans(resellerId)).toEqual([{ id: planId, name: 'P', serverName: 'S' }]);
  expect(await archivedServers(resellerId)).toEqual([{ id: serverId, name: 'S' }]);
  expect([await archivedPlans(bia.resellerId), await archivedServers(bia.resellerId)]).toEqual([[], []]);
  expect(await restoreServer(bia, serverId, now)).toBe(false);
  expect(await restorePlan(bia, planId, now)).toEqual({ ok: false, reason: 'absent' });

  expect(await restorePlan(ana, planId, now)).toEqual({ ok: false, reason: 'server_away' });
  expect(await restoreServer(ana, serverId, now)).toBe(true);
  expect(await restorePlan(ana, planId, now)).toEqual({ ok: true });
  expect([await archivedPlans(resellerId), await archivedServers(resellerId)]).toEqual([[], []]);
});
