import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { ana, debtor, now, setStage, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
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
