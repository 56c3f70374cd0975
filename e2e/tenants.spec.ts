import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { expect, signIn, test, unique } from './stack';

/** A second reseller of the same installation, made as an administrator would. */
function secondReseller() {
  const email = `${unique('b').replace(' ', '-')}@exemplo.test`;
  const password = 'uma senha de teste comprida';
  const args = [
    'scripts/admin.mjs',
    'create-reseller',
    '--name',
    'Revenda B',
    '--email',
    email,
    '--password',
    password,
    '--country',
    'BR',
  ];
  const env = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR ?? '.data' };
  const printed =
    execFileSync(process.execPath, args, { env, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(printed)).toMatchObject({ resellerId: expect.any(String), apiKey: expect.any(String) });
  return { email, password };
}

async function shownText(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return page.locator('body').innerText();
}

/** The address of the first row of a list, as its reseller sees it. */
async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const link = page.locator(`a[href^="${list.split('?')[0]}/0"]`).first();
  return (await link.getAttribute('href')) ?? '';
}

test('another reseller’s ids answer exactly like absent ones', async ({ browser, page }) => {
  await signIn(page);
  const paths = [];
  for (const list of ['/servers', '/clients', '/invoices', '/deliveries'])
    paths.push(await firstOf(page, list));
  expect(paths.filter(Boolean)).toHaveLength(4);

  const b = secondReseller();
  const other = await (await browser.newContext({ locale: 'pt-BR' })).newPage();
  await other.goto('/login');
  await other.getByLabel('E-mail').fill(b.email);
  await other.getByLabel('Senha').fill(b.password);
  await other.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(other).toHaveURL('/');
  for (const path of paths) {
    const absent = path.replace(/[^/]+$/, '00000000-0000-7000-8000-000000000000');
    expect((await other.goto(path))?.status(), path).toBe(404);
    const foreign = await shownText(other);
    expect((await other.goto(absent))?.status()).toBe(404);
    expect(await shownText(other), path).toBe(foreign);
  }
  const renewal = paths[3]?.split('/').at(-1);
  expect(await (await other.request.get(`/api/renewals?ids=${renewal}`)).json()).toEqual([]);
  await other.context().close();
});
