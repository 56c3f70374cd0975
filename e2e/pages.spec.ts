import type { Page } from '@playwright/test';
import { violations } from './axe';
import { demo, expect, PAGES, signIn, test } from './stack';

// They change nothing, and are the longest file: two workers share it.
test.describe.configure({ mode: 'parallel' });

/** Of the packages, beneath their list. */
const OF_PACKAGES = ['tomorrow', 'receipts', 'groups', 'sheet', 'reports', 'console', 'settings'].map(
  (name) => `/packages/${name}`,
);
const BENEATH = [
  '/clients/import',
  '/servers/sync',
  '/messages/templates',
  ...['company', 'users', 'security', 'whatsapp', 'payments', 'runs'].map((name) => `/settings/${name}`),
];
/** The lists whose first row has a page of its own. */
const LISTS = ['/servers', '/clients', '/invoices', '/deliveries'];

/**
 * No axe violation and no sideways scroll; then, on the same page, the colours of the dark theme, which is all
 * that differs there: on the phone, since no width has colours of its own.
 */
async function looksRight(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await fits(page, path);
  const light = await violations(page);
  expect(light, path).toEqual([]);
  if ((page.viewportSize()?.width ?? 0) > 640) return;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await violations(page, ['color-contrast']), path).toEqual([]);
}

/** It opens, and nothing scrolls sideways. */
async function fits(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width, path).toBeLessThanOrEqual(0);
}

test('every page: no axe violation in either theme, no sideways scroll', async ({ page }) => {
  test.setTimeout(150_000);
  await signIn(page);
  for (const path of PAGES) await looksRight(page, path);
});

test('every page beneath them: no axe violation in either theme, no sideways scroll', async ({ page }) => {
  test.setTimeout(150_000);
  await signIn(page);
  for (const path of [...BENEATH, ...OF_PACKAGES]) await looksRight(page, path);
  for (const list of LISTS) {
    await page.goto(list);
    const first = page.locator(`main a[href^="${list}/0"]`).first();
    await expect(first, list).toBeVisible();
    const href = (await first.getAttribute('href')) ?? list;
    await looksRight(page, href);
    if (list === '/servers') await looksRight(page, `${href}/health`);
  }
});

test('the packages of who sells them: no axe violation in either theme, no sideways scroll', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await signIn(page, demo.packages);
  const more = ['/packages?state=all', '/packages/receipts/phone', '/packages/receipts?tab=all'];
  for (const path of ['/', ...more, ...OF_PACKAGES]) await looksRight(page, path);
  await page.goto('/packages/groups');
  const group = (await page.locator('main a[href^="/packages/groups/0"]').first().getAttribute('href')) ?? '';
  for (const path of [group, `${group}/prices`]) await looksRight(page, path);
  await page.goto('/packages?state=all');
  const first = page.locator('main a[href^="/packages/0"]').first();
  await looksRight(page, (await first.getAttribute('href')) ?? '/packages');
  for (const kind of ['sheet', 'message']) {
    await page.goto('/deliveries');
    const one = page.locator(`main a[href^="/deliveries/${kind}/0"]`).first();
    await looksRight(page, (await one.getAttribute('href')) ?? '/deliveries');
  }
});

test('the login page: no axe violation', async ({ page }) => {
  await page.goto('/login');
  await expect(page.getByRole('button', { name: 'Entrar', exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
