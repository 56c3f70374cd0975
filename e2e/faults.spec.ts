import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addClient, addInvoice, DEMO_PLAN, DEMO_SERVER, invoiceRow, pay } from './job';
import { expect, ledgerOf, script, signIn, test, unique } from './stack';

test.describe.configure({ mode: 'serial' });

const renewals = async (username: string) =>
  (await ledgerOf(username)).filter((e) => e.act === 'renew').length;
const proof = (page: Page, client: string) => invoiceRow(page, client).getByText(/Renovado no painel até/);

/** A client of the demo's server with an open invoice. */
async function debtor(page: Page) {
  const client = unique('Cliente');
  const username = `e2e${Math.random().toString(36).slice(2, 9)}`;
  await signIn(page);
  await addClient(page, client, DEMO_SERVER, DEMO_PLAN, username);
  await addInvoice(page, client, '35,00');
  return { client, username };
}

test('the reply is lost: the screen finds the renewal by reading, and the panel was charged once', async ({
  page,
}) => {
  const { client, username } = await debtor(page);
  await script({ on: 'renew', fault: 'drop after' });
  await pay(page, client);
  await expect(proof(page, client)).toBeVisible({ timeout: 40_000 });
  expect(await renewals(username)).toBe(1);
});

test('two operators and seven cron hits at once: one renewal, and the second is told who paid', async ({
  page,
  browser,
}) => {
  const { client, username } = await debtor(page);
  const other = await (await browser.newContext({ locale: 'pt-BR' })).newPage();
  await signIn(other);
  await other.goto('/invoices');
  for (const operator of [page, other])
    await invoiceRow(operator, client).getByRole('button', { name: 'Marcar como paga' }).click();
  const confirm = (operator: Page) => operator.getByRole('button', { name: 'Confirmar pagamento' }).click();
  await Promise.all([confirm(page), confirm(other)]);
  const authorization = 'Bearer cron-secret-of-the-browser-tests';
  const tick = () => page.request.get('/api/cron', { headers: { authorization } });
  await page.waitForTimeout(2_000);
  const ticks = await Promise.all(Array.from({ length: 7 }, tick));
  expect(ticks.map((t) => t.status())).toEqual([200, 200, 200, 200, 200, 200, 200]);
  await expect(page.getByText(/já estava paga por|Cliente renovado no Sigma/).first()).toBeVisible({
    timeout: 30_000,
  });
  await page.goto('/invoices');
  await expect(proof(page, client)).toBeVisible({ timeout: 30_000 });
  expect(await renewals(username)).toBe(1);
  await other.context().close();
});

test('kill -9 of the worker between the POST and the commit: one renewal, and the screen tells the truth', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { client, username } = await debtor(page);
  await script({ on: 'renew', fault: 'silent after' });
  await pay(page, client);
  await expect.poll(() => renewals(username), { timeout: 30_000 }).toBe(1);
  const run = JSON.parse(readFileSync(join(process.env.E2E_DATA_DIR ?? '.data', 'run.json'), 'utf8'));
  process.kill(run.children.worker.pid, 'SIGKILL');
  await expect(invoiceRow(page, client).getByText('Renovando…')).toBeVisible();
  await expect(proof(page, client)).toBeVisible({ timeout: 180_000 });
  expect(await renewals(username)).toBe(1);
});
