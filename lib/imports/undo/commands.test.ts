import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { ana, debtor, now, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { archivePlan, createPlan } from '@/lib/plans/commands';
import { startUndo } from '../commands';
import { allClients, drain, importAll, tally } from '../fake-file';
import { hold, removeClients } from './commands';

setStage(new Date('2026-11-22T12:00:00Z'));

test('a payment while its client is taken out again waits, and finds no invoice', async () => {
  const { clientId, invoiceId } = await debtor();
  await t.sql`delete from account_tasks`;
  await t.sql`update invoices set period = due_on`;
  const waiting = () =>
    t.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const paying = { invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  const paid = await t.db.transaction(async (tx) => {
    await hold(tx, ana.resellerId, [clientId]);
    const answer = payInvoice(ana, paying, now);
    await expect.poll(waiting, { interval: 5 }).toHaveLength(1);
    await removeClients(tx, ana.resellerId, [clientId]);
    return { answer };
  });
  expect(await paid.answer).toEqual({ ok: false, reason: 'absent' });
});

test('nobody goes back to a plan that was archived since', async () => {
  await importAll(ana, 'usuario;nome\nu0;Ana\n', shop, now);
  const yearly = { name: 'Anual', priceCents: 35900, days: 365, screens: 1 };
  const { serverId, packageId } = shop;
  const plan = await createPlan(ana.resellerId, ana, { ...yearly, serverId, packageId }, now);
  const id = await importAll(ana, 'usuario;nome;plano\nu0;Ana;Anual\n', shop, now);
  expect(await archivePlan(ana.resellerId, ana, shop.planId, now)).toMatchObject({ ok: true });
  await startUndo(ana, id, now);
  await drain(id, now);
  expect(await tally(ana, id)).toEqual({ 'kept plan_away': 1 });
  expect((await allClients(t, ana)).map((one) => one.planId)).toEqual([plan.ok && plan.id]);
});
