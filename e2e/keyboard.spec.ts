import type { Page } from '@playwright/test';
import { debtor } from './job';
import { demo, expect, renewalsOf, test } from './stack';

/** Presses Tab until the wanted element has the focus; a person would give up after as many. */
async function tabTo(page: Page, role: 'button' | 'link' | 'textbox', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  for (let i = 0; i < 60; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${role} "${name}"`);
}

test('a payment with the keyboard alone, from the login to the proof', async ({ page }) => {
  const { client, username } = await debtor(page);
  await page.context().clearCookies();

  await page.goto('/login');
  await expect(page.getByRole('button', { name: 'Entrar', exact: true })).toBeEnabled();
  await tabTo(page, 'textbox', 'E-mail');
  await page.keyboard.type(demo.email);
  await tabTo(page, 'textbox', 'Senha');
  await page.keyboard.type(demo.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await tabTo(page, 'link', 'Faturas');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Faturas' })).toBeVisible();
  // Enter before hydration followed the link as the browser does: the new page has to be taken over first.
  await expect(page.getByRole('button', { name: 'Marcar como paga' }).first()).toBeEnabled();
  await page.keyboard.press('/');
  await page.keyboard.type(client);
  await expect(page.getByRole('row').filter({ hasText: 'Marcar como paga' })).toHaveCount(1);
  await tabTo(page, 'button', 'Marcar como paga');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Custo no painel')).toBeVisible();
  await tabTo(page, 'button', 'Confirmar pagamento');
  await page.keyboard.press('Enter');
  // The button has gone: the next Tab is *Desfazer*, not the top of the page.
  await expect(page.locator('main :focus')).toContainText(/Pago|Renova/);
  await expect(page.getByText(/Renovado no painel até/)).toBeVisible({ timeout: 30_000 });
  expect(await renewalsOf(username)).toBe(1);
});
