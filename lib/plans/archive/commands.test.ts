import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { openPlainShop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { createClient, updateClient } from '@/lib/clients/commands';
import { startImport } from '@/lib/imports/commands';
import { check, tally, upload } from '@/lib/imports/fake-file';
import { importChunk } from '@/lib/imports/jobs';
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

test('who comes while plan or server is being archived waits, and does not land there', async () => {
  const [shop, closing, kept] = [
    await openPlainShop(ana, now),
    await openPlainShop(ana, now),
    await openPlainShop(ana, now),
  ];
  const values = { name: 'C', email: null, phone: null, notes: null, expiresAt: now };
  const add = (to: typeof shop, username: string, id = newId()) =>
    createClient(ana, { ...values, ...to, id, username, password: 'senha' }, now);
  const edited = newId();
  await add(kept, 'quem-muda', edited);
  const file = await upload(ana, 'usuario;nome\ndo-arquivo;Rui\n', now);
  await check(ana, file, shop, now);
  await startImport(ana, file, now);
  const waiting = () =>
    t.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const late = await t.db.transaction(async (tx) => {
    await tx.select().from(plans).where(eq(plans.id, shop.planId)).for('update');
    await tx.select().from(servers).where(eq(servers.id, closing.serverId)).for('update');
    const coming = [
      add(shop, 'novo'),
      updateClient(ana, edited, { ...values, ...shop, username: 'quem-muda', password: null }, now),
      add(closing, 'outro'),
      importChunk(file, now),
    ];
    await expect.poll(waiting, { interval: 5 }).toHaveLength(coming.length);
    await tx.update(plans).set({ archivedAt: now }).where(eq(plans.id, shop.planId));
    await tx.update(servers).set({ archivedAt: now }).where(eq(servers.id, closing.serverId));
    return { coming };
  });
  const [plan, server] = [
    { ok: false, reason: 'plan_absent' },
    { ok: false, reason: 'server_absent' },
  ];
  expect(await Promise.all(late.coming)).toEqual([plan, plan, server, 'more']);
  expect(await tally(ana, file)).toEqual({ 'left error': 1 });
});
