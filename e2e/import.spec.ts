import type { Page } from '@playwright/test';
import { DEMO_PLAN, DEMO_SERVER } from './job';
import { expect, signIn, test } from './stack';

/** Whether leaving the page now would be asked about. */
const asks = (page: Page) =>
  page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));

test('clients from a spreadsheet: mapped, mended in its cell, imported, undone', async ({ page }) => {
  const tag = Math.random().toString(36).slice(2, 8);
  const sheet = [
    'Login;Nome;Zap;Quando acaba',
    `imp${tag}a;Ana ${tag};(11) 98888-0001;31/12/2030`,
    `imp${tag}b;Bia ${tag};(11) 98888-0002;31/02/2030`,
    `imp${tag}c;Caio ${tag};;30/12/2030`,
  ].join('\r\n');
  await signIn(page);
  await page.goto('/clients/import');
  await expect(page.getByLabel(/Escolher planilha/)).toBeEnabled();
  expect(await asks(page)).toBe(false);
  await page.getByLabel(/Ou cole aqui/).fill(sheet);
  await expect.poll(() => asks(page)).toBe(true);
  await page
    .getByLabel(/Escolher planilha/)
    .setInputFiles({ name: 'clientes.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await page.getByLabel('Servidor', { exact: true }).selectOption({ label: DEMO_SERVER });
  await page.getByLabel('Plano padrão').selectOption({ label: DEMO_PLAN });
  // Titles that say what they are were recognised; this one did not.
  await expect(page.getByLabel('Login')).toHaveValue('username');
  await page.getByLabel('Quando acaba').selectOption({ label: 'Vencimento' });
  await page.getByRole('button', { name: 'Conferir linhas' }).click();

  await expect(page.getByText('2 clientes novos · 1 com erro')).toBeVisible();
  const expiry = page.getByRole('listitem').getByLabel('Vencimento');
  await expiry.fill('29/02/2030');
  await page.getByRole('button', { name: 'Corrigir a linha 3' }).click();
  await expect(page.getByText('fevereiro de 2030 tem 28 dias')).toBeVisible();
  await expiry.fill('28/02/2030');
  await expect(page.getByText('Ainda não salvo.')).toBeVisible();
  await expect.poll(() => asks(page)).toBe(true);
  // A correction that nobody saved is not left behind.
  await page.getByRole('button', { name: 'Importar 2 clientes' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sua correção foi salva' })).toBeVisible();
  await expect(page.getByText('3 clientes novos')).toBeVisible();
  expect(await asks(page)).toBe(false);
  await page.getByRole('button', { name: 'Importar 3 clientes' }).click();

  await page.getByRole('button', { name: 'Desfazer importação' }).click({ timeout: 20_000 });
  await expect(page.getByText('3 clientes criados serão removidos.')).toBeVisible();
  await page.getByRole('button', { name: 'Desfazer', exact: true }).click();
  await expect(page.getByText('Removidos', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.goto(`/clients?q=imp${tag}`);
  await expect(page.getByText('Nenhum cliente encontrado')).toBeVisible();
});
