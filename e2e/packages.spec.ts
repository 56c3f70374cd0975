import type { Page } from '@playwright/test';
import { demo, expect, said, signIn, test } from './stack';

/** A reference and a Vodacom number of one's own, so that both widths may share one database. */
const random = (digits: number) =>
  Math.random()
    .toString()
    .slice(2, 2 + digits);
const reference = () => `E2E${random(8)}`;
const number = () => `84${random(7)}`;

const rowOf = (page: Page, ref: string) => page.getByRole('row').filter({ hasText: ref });

/** The list, with one package looked up. */
async function find(page: Page, ref: string): Promise<void> {
  await page.goto('/packages?state=all');
  await page.getByLabel('Buscar').fill(ref);
  await expect(rowOf(page, ref)).toHaveCount(1);
}

async function schedule(page: Page, ref: string, to: string): Promise<void> {
  await page.goto('/packages');
  await page.getByRole('button', { name: 'Agendar renovações' }).click();
  await page.getByLabel('Dias').selectOption('5');
  await page.getByLabel('Referência').fill(ref);
  await page.getByLabel('Número').fill(to);
  await page.getByLabel('Grupo').selectOption({ label: 'Balcão Matola' });
  await page.getByRole('dialog').getByRole('button', { name: 'Agendar renovações' }).click();
}

test.beforeEach(({ page }) => signIn(page, demo.packages));

test('renewals are scheduled, shown slot by slot, paused, resumed, extended and cancelled', async ({
  page,
}) => {
  const [ref, to] = [reference(), number()];
  await schedule(page, ref, to);
  await said(page, `referência ${ref}`);
  await expect(page.getByText(`🎯 RENOVAÇÕES AGENDADAS!`)).toBeVisible();
  await page.getByRole('link', { name: 'Ver o pacote' }).click();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(5);
  await expect(page.getByRole('heading', { name: `D1 ${ref}D1` })).toBeVisible();
  await expect(page.getByText('0/5')).toBeVisible();

  await page.getByRole('button', { name: 'Pausar' }).click();
  await page.getByRole('button', { name: 'Pausar agora' }).click();
  await said(page, 'Pacote pausado');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Retomar' }).click();
  await page.getByRole('button', { name: 'Retomar agora' }).click();
  await said(page, 'Pacote retomado');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Estender' }).click();
  await page.getByLabel('Dias a mais').fill('2');
  await page.getByRole('button', { name: 'Estender pacote' }).click();
  await said(page, 'Pacote estendido em 2 dias');
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(7);

  await page.getByRole('button', { name: 'Cancelar pacote' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancelar pacote' }).click();
  await said(page, 'Pacote cancelado');
  await expect(page.getByText('Cancelada', { exact: true })).toHaveCount(7);
  await find(page, ref);
  await expect(rowOf(page, ref)).toContainText('Cancelado');
});

test('a reference is used once, and a wrong number is refused beside its field', async ({ page }) => {
  const ref = reference();
  await schedule(page, ref, number());
  await said(page, `referência ${ref}`);
  await schedule(page, ref.toLowerCase(), number());
  await expect(page.getByText('Esta referência já foi utilizada para criar um pacote').first()).toBeVisible();
  await page.getByLabel('Referência').fill(reference());
  await page.getByLabel('Número').fill('861234567');
  await page.getByRole('dialog').getByRole('button', { name: 'Agendar renovações' }).click();
  await expect(page.getByText(/Este número não recebe pacotes/).first()).toBeVisible();
});

test('a paid package is what the group’s table says; of two at one price a person chooses', async ({
  page,
}) => {
  const ref = reference();
  await page.goto('/packages');
  await page.getByRole('button', { name: 'Ativar pacote pago' }).click();
  await page.getByLabel('Referência').fill(ref);
  await page.getByLabel('Número').fill(number());
  await page.getByLabel('Grupo').selectOption({ label: 'Balcão Matola' });
  await page.getByLabel('Valor').fill('43');
  await expect(page.getByText('Nenhum pacote deste grupo custa exatamente isto.')).toBeVisible();
  await page.getByLabel('Valor').fill('44');
  await expect(page.getByText(/Compra 2\s000 MB · 3 dias de renovações/)).toBeVisible();
  await page.getByLabel('Valor').fill('149');
  await page.getByRole('radio', { name: /5\s000 MB · 15 dias/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Ativar pacote pago' }).click();
  await said(page, `referência ${ref}`);
  await expect(page.getByText('🎉 PACOTE AUTOMÁTICO ATIVADO!')).toBeVisible();
  await page.getByRole('link', { name: 'Ver o pacote' }).click();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(7);
  await page.getByText('Ver as outras 8 a fazer').click();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(15);
  await expect(page.getByText(/^5\s000 MB por/)).toBeVisible();
});

test('the customer’s link shows the validity without a login and without the number', async ({
  page,
  browser,
}) => {
  const [ref, to] = [reference(), number()];
  await schedule(page, ref, to);
  await page.getByRole('link', { name: 'Ver o pacote' }).click();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copiar link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const stranger = await (await browser.newContext()).newPage();
  const response = await stranger.goto(link);
  expect(response?.headers()['x-robots-tag']).toContain('noindex');
  expect(response?.headers()['referrer-policy']).toBe('no-referrer');
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(
    `${to.slice(0, 2)} ••• •${to.slice(-3)}`,
  );
  await expect(stranger.getByText('0 de 5 renovações feitas')).toBeVisible();
  const html = (await response?.text()) ?? '';
  expect([html.includes(to), html.includes(ref)]).toEqual([false, false]);
  expect((await stranger.goto(`${link.slice(0, -1)}_`))?.status()).toBe(404);
  await stranger.context().close();
});

test('the month can be taken away as a file, and another reseller’s package is absent', async ({ page }) => {
  const ref = reference();
  await schedule(page, ref, number());
  await page.getByRole('link', { name: 'Ver o pacote' }).click();
  await expect(page.getByRole('heading', { name: `D1 ${ref}D1` })).toBeVisible();
  const mine = new URL(page.url()).pathname;
  await page.goto('/packages/reports');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Exportar CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^pacotes-\d{4}-\d{2}\.csv$/);
  await page.context().clearCookies();
  await signIn(page);
  expect((await page.goto(mine))?.status()).toBe(404);
});
