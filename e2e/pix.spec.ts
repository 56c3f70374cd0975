import { violations } from './axe';
import { expect, said, signIn, test } from './stack';

test('the PIX key makes the code on the public invoice, which needs no login and prints', async ({
  page,
  browser,
  baseURL,
}) => {
  const key = `pix-${Math.random().toString(36).slice(2, 8)}@exemplo.test`;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page);
  await page.goto('/settings/company');
  await page.getByLabel('Chave PIX').fill(key);
  await page.getByLabel('Cidade').fill('Recife');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, /salv/i);

  await page.goto('/invoices?tab=open');
  await page.getByRole('row').getByRole('link').last().click();
  await page.getByRole('button', { name: 'Copiar link' }).click();
  await expect(page.getByRole('button', { name: 'Copiado' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/f\/[\w-]{22}$/);

  const visitor = await (await browser.newContext({ locale: 'pt-BR', baseURL })).newPage();
  await visitor.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visitor.goto(new URL(link).pathname);
    await expect(visitor.getByRole('img', { name: 'QR code do PIX' })).toBeVisible();
    await expect(visitor.getByText(key)).toBeVisible();
    expect(await violations(visitor), colorScheme).toEqual([]);
  }
  await visitor.getByRole('button', { name: 'Imprimir' }).click();
  await expect(visitor.locator('body')).toHaveAttribute('data-printed', 'yes');
  await visitor.context().close();
});
