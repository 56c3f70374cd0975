import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { panelPackages } from '@/db/schema/servers';
import { openShop, type Shop } from '@/db/test-shop';
import { ana, clock, debtor, now, panel, setStage, shop, t } from '@/db/test-stage';
import { moveToServer } from '@/lib/clients/move/commands';
import { archiveClient, restoreClient } from '@/lib/clients/status/commands';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '../jobs';
import { closeUnproved, reopenClosed, resendByPerson, retryRejected, settleByPerson } from './commands';
import type { Live } from './rules';

const START = new Date('2026-11-21T12:00:00Z');
let to: Shop;
setStage(START);
beforeEach(async () => {
  to = await openShop(ana, panel, now);
});

const because = 'mudou de servidor';
const client = async (id: string) => (await t.db.select().from(clients).where(eq(clients.id, id)))[0];
const intent = async (id: string) =>
  (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id)))[0];
const move = (id: string, planId: string) =>
  t.db.transaction((tx) => moveToServer(tx, ana, { id, planId, suspend: false }, now));
/** Paid and refused by the panel. */
async function refused() {
  const who = await debtor();
  panel.control.script({ on: 'renew', fault: 'package gone' });
  const id = newId();
  await payInvoice(ana, { invoiceId: who.invoiceId, intentId: id, source: 'manual', holdMs: 0 }, now);
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'rejected' });
  return { ...who, id };
}
const away = (reason: string) => ({ ok: false, reason, base: null });
const live: Live = { expiresAt: new Date('2027-01-30T12:00:00Z'), readAt: START };

test('a client who is on another server by now: nothing is sent to, or believed of, the one that was left', async () => {
  const { id, clientId } = await refused();
  expect(await closeUnproved(ana, { id, because }, now)).toEqual({ ok: true });
  expect(await move(clientId, to.planId)).toBe('moved');
  expect(await reopenClosed(ana, id, now)).toEqual(away('other_server'));
  expect((await intent(id))?.state).toBe('closed');
  // Brought back before this was refused.
  const before = await client(clientId);
  for (const state of ['rejected', 'review'] as const) {
    await t.db.update(renewalIntents).set({ state }).where(eq(renewalIntents.id, id));
    const came = [
      state === 'rejected' ? await retryRejected(ana, id, now) : await resendByPerson(ana, id, live, now),
      await settleByPerson(ana, id, { warning: 'by_hand', live }, now),
    ];
    expect(came).toEqual([away('other_server'), away('other_server')]);
  }
  expect(await client(clientId)).toEqual(before);
  expect(await closeUnproved(ana, { id, because }, now), 'the way out stays').toEqual({ ok: true });
});

test('moved and brought back in the same moment: one of both, never a renewal for the server that was left', async () => {
  for (let n = 0; n < 5; n++) {
    const { id, clientId } = await refused();
    await closeUnproved(ana, { id, because }, now);
    const [moved, back] = await Promise.all([move(clientId, to.planId), reopenClosed(ana, id, now)]);
    const there = (await client(clientId))?.serverId === to.serverId;
    expect([moved, back.ok]).toEqual(there ? ['moved', false] : ['renewing', true]);
  }
});

test('an archived client is restored first', async () => {
  const { id, clientId } = await refused();
  await closeUnproved(ana, { id, because }, now);
  expect(await archiveClient(ana, clientId, now)).toEqual({ ok: true });
  expect(await reopenClosed(ana, id, now)).toEqual(away('client_archived'));
  expect(await restoreClient(ana, clientId, now)).toEqual({ ok: true });
  expect(await reopenClosed(ana, id, now)).toEqual({ ok: true });
  expect(await retryRejected(ana, id, now)).toEqual({ ok: true });
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'verified' });
});

test('mended with a package of another length: proved by that length, at that price', async () => {
  const year = { packageId: 'ano', name: 'Anual', duration: 1, durationUnit: 'YEARS', credits: 12 } as const;
  const place = { resellerId: ana.resellerId, serverId: shop.serverId, readAt: START };
  await t.db.insert(panelPackages).values({ ...year, ...place, active: true, trial: false, position: 99 });
  const pins = (packageId: string) =>
    t.sql`update plans set package_id = ${packageId} where id = ${shop.planId}`;
  await pins(year.packageId);
  const { id } = await refused();
  expect(await intent(id)).toMatchObject({ packageId: 'ano', credits: 12 });
  await pins(shop.packageId);
  expect(await retryRejected(ana, id, now)).toEqual({ ok: true });
  expect(await executeRenewal(id, clock)).toMatchObject({
    ...{ state: 'verified', warning: null, packageId: shop.packageId, credits: 1 },
    ...{ periodMs: 30 * 86_400_000, minDeltaMs: 20 * 86_400_000 },
  });
});
