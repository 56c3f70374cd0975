import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { ana, clock, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { retryAccountWork } from '@/lib/accounts/commands';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { accountWork } from '@/lib/accounts/queries';
import { createClient } from '@/lib/clients/commands';
import { createInvoice, payInvoice } from '@/lib/invoices/commands';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { executeRenewal } from '../jobs';
import { renewalViews } from '../queries';
import { retryRejected } from '../reviews/commands';

setStage(new Date('2026-11-21T12:00:00Z'));
beforeEach(() => t.db.update(accountTasks).set({ state: 'cancelled' }));

/** A client whose account is not made yet, and who has paid. */
async function paidFirst() {
  const clientId = newId();
  const { serverId, planId } = shop;
  const blank = { email: null, phone: null, notes: null, username: 'nossonome', password: 'canary-secret' };
  const expiresAt = new Date(now.getTime() + 30 * DAY_MS);
  const client = { id: clientId, name: 'Ana', serverId, planId, expiresAt, ...blank };
  const by = { usernameFrom: 'panel', passwordFrom: 'ruled' } as const;
  expect(await createClient(ana, { ...client, ...by }, now)).toMatchObject({ ok: true });
  const bill = { clientId, amountCents: 3590, dueOn: '2026-12-21', period: null };
  const invoiceId = (await createInvoice(ana, bill, now)) ?? '';
  const id = newId();
  await payInvoice(ana, { invoiceId, intentId: id, source: 'manual', holdMs: 0 }, now);
  return { id, clientId };
}
const client = async (id: string) => (await t.db.select().from(clients).where(eq(clients.id, id)))[0];
const intent = async (id: string) =>
  (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id)))[0];
async function work(): Promise<void> {
  for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
  pass(MINUTE_MS);
}
const made = () => panel.ledger.map(({ act, username }) => [act, username]);

test('paid before the account exists: it waits unread, then is renewed once under the name that the panel gave', async () => {
  const { id, clientId } = await paidFirst();
  panel.control.calls = [];
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'pending', reason: 'account_being_made' });
  expect(panel.control.calls).toEqual([]);
  const [view] = await renewalViews(ana.resellerId, { ids: [id] }, now, 'America/Sao_Paulo');
  expect(view?.why).toContain('conta no painel ainda está sendo criada');
  await work();
  const { username = '', panelExpiresAt } = (await client(clientId)) ?? {};
  expect(username).not.toBe('nossonome');
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'verified', panelUsername: username });
  expect(made()).toEqual([
    ['create', username],
    ['renew', username],
  ]);
  // The creation's own days, and the paid ones after them.
  const after = (await intent(id))?.expiresAfter?.getTime() ?? 0;
  expect(after - (panelExpiresAt?.getTime() ?? 0)).toBeGreaterThan(27 * DAY_MS);
});

test('a creation that needs a person says so; set going again, the renewal waits for it anew', async () => {
  const { id, clientId } = await paidFirst();
  panel.control.script({ on: 'create', fault: 'package gone' });
  await work();
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'rejected', reason: 'account_not_made' });
  const taskId = (await accountWork(ana.resellerId, clientId))?.id ?? '';
  await retryAccountWork(ana.resellerId, ana, clientId, now, { taskId });
  expect(await retryRejected(ana, id, now)).toEqual({ ok: true });
  expect(await executeRenewal(id, clock)).toMatchObject({ reason: 'account_being_made' });
  await work();
  expect(await executeRenewal(id, clock)).toMatchObject({ state: 'verified' });
  expect(made().map(([act]) => act)).toEqual(['create', 'renew']);
});
