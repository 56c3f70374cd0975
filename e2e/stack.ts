import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

type Login = { email: string; password: string };
type Demo = Login & {
  panelPort: number;
  panelToken: string;
  packages: Login & { sheetsPort: number; evolutionPort: number };
};
type LedgerEntry = {
  act: string;
  username: string;
  packageId: string | null;
  before: string | null;
  after: string | null;
};

/** The running stack's own demo: its login, and the panel whose ledger is the oracle. */
export const demo: Demo = JSON.parse(
  readFileSync(join(process.env.E2E_DATA_DIR ?? '.data', 'demo.json'), 'utf8'),
);
export const panelUrl = `http://127.0.0.1:${demo.panelPort}`;
export const PANEL_USER = 'estrela';
/** The pages of the navigation (product.md section 13). */
export const PAGES = [
  '/',
  '/servers',
  '/clients',
  '/plans',
  '/invoices',
  '/packages',
  '/deliveries',
  '/messages',
  '/reports',
  '/settings',
];

export async function ledgerOf(username: string): Promise<LedgerEntry[]> {
  const all = (await (await fetch(`${panelUrl}/__control/ledger`)).json()) as LedgerEntry[];
  return all.filter((entry) => entry.username === username);
}

/** How often the panel really renewed a customer. */
export const renewalsOf = async (username: string): Promise<number> =>
  (await ledgerOf(username)).filter((entry) => entry.act === 'renew').length;

/** What happens to the panel's coming calls: sigma-api.md section 13. */
export async function script(...scripts: { on: string; username: string; fault: string }[]): Promise<void> {
  await fetch(`${panelUrl}/__control/variant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ script: scripts }),
  });
}

/** A page that fails the test on what a user would never see: an error in the console or an uncaught one. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        // A refused answer (404 on a page meant to be absent) is written to the console by the browser itself.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
          errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

export async function signIn(page: Page, as: Login = demo): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(as.email);
  await page.getByLabel('Senha').fill(as.password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).toHaveURL('/');
}

/** Different on every call, so that the tests of both widths may share one database. */
export const unique = (name: string): string => `${name} ${Math.random().toString(36).slice(2, 8)}`;

/** A key on a button that React runs: unlike a click, a key does not wait until the button is enabled. */
export async function press(button: Locator, key = 'Enter'): Promise<void> {
  await expect(button).toBeEnabled();
  await button.press(key);
}

export const said = (page: Page, words: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
