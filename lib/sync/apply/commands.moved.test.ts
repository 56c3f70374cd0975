import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { openShop, type Shop } from '@/db/test-shop';
import { ana, clock, debtor, now, panel, setStage, shop, t } from '@/db/test-stage';
import { moveToServer } from '@/lib/clients/move/commands';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { DAY_MS } from '@/lib/time';
import { applyAllowed } from '../drift/commands';
import { driftsOf } from '../drift/queries';
import { noteByHand } from '../hand/commands';
import { takeNudge } from '../nudges/jobs';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';
import { applyDifferences } from './commands';
import { APPLIED } from './rules';
import { undoBatch } from './undo/commands';

/** What was read on one server says nothing of a client who is on another by now. */

const zone = 'America/Sao_Paulo';
const day = (n: number) => new Date(now.getTime() + n * DAY_MS);
let next: Shop;

setStage(new Date('2026-11-22T12:00:00Z'));
process.env.HAS_WORKER = '1';
beforeEach(async () => {
  next = await openShop(ana, panel, now);
});

const there = (username: string, more: object) => panel.control.customer({ username, ...more });
async function read() {
  const [runId = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  expect(await driveSync(runId, clock, 10_000)).toBe('end');
  return runId;
}
/** On the other server, with its account there. */
async function move(id: string): Promise<void> {
  const moved = t.db.transaction((tx) =>
    moveToServer(tx, ana, { id, planId: next.planId, suspend: false }, now),
  );
  expect(await moved).toBe('moved');
  await t.sql`update account_tasks set state = 'cancelled' where client_id = ${id}`;
  await t.sql`update clients set panel_state = 'linked' where id = ${id}`;
}
const clientOf = async (id: string) => (await t.sql`select * from clients where id = ${id}`)[0];

test.each(['by a person', 'by itself'])('nothing of it is taken over %s', async (how) => {
  const [later, gone, blocked] = [await debtor(), await debtor(), await debtor()];
  there(later.username, { expiresAt: day(90).toISOString() });
  there(blocked.username, { status: 'INACTIVE' });
  panel.control.remove(gone.username);
  const runId = await read();
  const who = [later, gone, blocked];
  for (const { clientId } of who) await move(clientId);
  const before = await Promise.all(who.map(({ clientId }) => clientOf(clientId)));
  if (how === 'by a person')
    expect(await applyDifferences(ana, { runId, which: { classes: APPLIED } }, now)).toMatchObject({
      // Not reached: the page counts them no more.
      ...{ updated: 0, stale: 0 },
    });
  else {
    const run = { id: runId, resellerId: ana.resellerId, serverId: shop.serverId };
    expect(await t.db.transaction((tx) => applyAllowed(tx, run, null, now))).toMatchObject({
      ...{ updated: 0, stale: 1, paid: 0 },
    });
  }
  expect(await Promise.all(who.map(({ clientId }) => clientOf(clientId)))).toEqual(before);
});

test('nor of an account under a name that the client has no longer', async () => {
  const who = await debtor();
  there(who.username, { status: 'INACTIVE' });
  const runId = await read();
  await t.sql`update clients set username = 'outra' where id = ${who.clientId}`;
  expect(await applyDifferences(ana, { runId, which: { classes: ['blocked'] } }, now)).toMatchObject({
    ...{ updated: 0, stale: 0 },
  });
});

test('nor what was proved wrong by a renewal since', async () => {
  const who = await debtor();
  panel.control.remove(who.username);
  const runId = await read();
  // Made again by hand, paid here, renewed and proved there.
  there(who.username, { packageId: shop.packageId, expiresAt: who.expiresAt.toISOString() });
  const intentId = newId();
  await payInvoice(ana, { invoiceId: who.invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
  expect((await executeRenewal(intentId, clock))?.state).toBe('verified');
  expect(await applyDifferences(ana, { runId, which: { classes: APPLIED } }, now)).toMatchObject({
    ...{ updated: 0, stale: 1 },
  });
  expect((await clientOf(who.clientId))?.panel_state).toBe('linked');
});

test('what was taken over before the move is not undone after it', async () => {
  const who = await debtor();
  panel.control.remove(who.username);
  const runId = await read();
  const applied = await applyDifferences(ana, { runId, which: { classes: ['missing_there'] } }, now);
  await move(who.clientId);
  await t.sql`update clients set panel_state = 'missing' where id = ${who.clientId}`;
  expect(await undoBatch(ana, applied?.batchId ?? '', now)).toEqual({ undone: 0, kept: 1 });
  expect((await clientOf(who.clientId))?.panel_state).toBe('missing');
});

test('it is no drift, no renewal by hand, and no reading of the server that was left', async () => {
  const who = await debtor();
  await t.sql`update clients set expires_at = ${day(-8)}, panel_expires_at = ${day(-8)} where id = ${who.clientId}`;
  there(who.username, { expiresAt: day(22).toISOString() });
  await read();
  const drifts = async () => (await driftsOf(ana.resellerId, { now, zone })).unpaid_there.rows.length;
  const body = { contentType: 'text/plain', body: who.username };
  await takeNudge(ana.resellerId, body, now);
  expect(await drifts()).toBe(1);
  const called = (name: string) => t.sql`update clients set username = ${name} where id = ${who.clientId}`;
  await called('outra');
  expect(await drifts(), 'nor of an account with another name').toBe(0);
  await called(who.username);
  const edited = (by: number) =>
    t.sql`update servers set version = version + ${by} where id = ${shop.serverId}`;
  await edited(1);
  expect(await drifts(), 'nor of another panel').toBe(0);
  await edited(-1);
  await move(who.clientId);
  expect(await drifts()).toBe(0);
  await takeNudge(ana.resellerId, body, now);
  const nudges = await t.sql`select server_id, again from sync_nudges where client_id = ${who.clientId}`;
  expect(nudges).toMatchObject([{ server_id: next.serverId, again: false }]);
  const on = { resellerId: ana.resellerId, serverId: shop.serverId };
  const noted = () =>
    t.sql`select 1 from audit_events where client_id = ${who.clientId} and action = 'client.renewed_there'`;
  const before = (await noted()).length;
  const moved = [{ clientId: who.clientId, seen: day(60) }];
  await t.db.transaction((tx) => noteByHand(tx, on, moved, now));
  expect(await noted()).toHaveLength(before);
  await t.db.transaction((tx) => noteByHand(tx, { ...on, serverId: next.serverId }, moved, now));
  expect(await noted()).toHaveLength(before + 1);
});
