import type { Page } from '@playwright/test';
import { debtor, invoiceRow, pay, proof } from './job';
import { expect, renewalsOf, script, signIn, test } from './stack';

test('the reply is lost: the screen finds the renewal by reading, and the panel was charged once', async ({
  page,
}) => {
  const { client, username } = await debtor(page);
  await script({ on: 'renew', username, fault: 'drop after' });
  await pay(page, client);
  await expect(proof(page, client)).toBeVisible({ timeout: 40_000 });
  expect(await renewalsOf(username)).toBe(1);
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
  expect(await renewalsOf(username)).toBe(1);
  await other.context().close();
});
