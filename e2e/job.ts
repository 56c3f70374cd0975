import { expect, type Locator, type Page } from '@playwright/test';
import { demo, PANEL_USER, panelUrl, said, signIn, unique } from './stack';

/** What the demo brings along. */
export const DEMO_SERVER = 'Estrela Principal';
export const DEMO_PLAN = 'Mensal 1 tela';

/** Adds a server on the demo's panel through the screen; tests the connection before saving. */
export async function addServer(page: Page, name: string): Promise<void> {
  await page.goto('/servers');
  await page.getByRole('button', { name: 'Adicionar Servidor' }).click();
  await page.getByLabel('Nome do Servidor').fill(name);
  await page.getByLabel('Tipo de Cobrança').selectOption('Fixo');
  await page.getByLabel('Valor Mensal').fill('150,00');
  await page.getByLabel('Tipo de Painel').selectOption('Sigma');
  await page.getByLabel('URL do Painel').fill(`${panelUrl}/api/`);
  await page.getByLabel('Usuário Revenda').fill(PANEL_USER);
  await page.getByLabel('Token do Sigma').fill(demo.panelToken);
  await page.getByRole('button', { name: 'Testar Conexão' }).click();
  // All pages are read, one a second.
  await expect(page.getByText(/pacotes?[ ,]/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
}

/** Adds a plan on that server; the package is the proposed one, the first active that is no trial. */
export async function addPlan(page: Page, name: string, server: string): Promise<void> {
  await page.goto('/plans');
  await page.getByRole('button', { name: 'Adicionar Plano' }).click();
  await page.getByLabel('Nome').fill(name);
  await page.getByLabel('Preço').fill('35,90');
  await page.getByLabel('Dias').fill('30');
  await page.getByLabel('Servidor').selectOption({ label: server });
  await expect(page.getByLabel('Pacote do painel')).not.toHaveValue('');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect(page.getByText(name).first()).toBeVisible();
}

export async function addClient(
  page: Page,
  name: string,
  server: string,
  plan: string,
  username: string,
  password = '',
): Promise<void> {
  await page.goto('/clients');
  await page.getByRole('button', { name: 'Adicionar Cliente' }).click();
  await page.getByLabel('Nome').fill(name);
  await page.getByLabel('WhatsApp').fill('11999999999');
  await page.getByLabel('Servidor').selectOption({ label: server });
  await page.getByLabel('Plano').selectOption({ label: plan });
  await page.getByLabel('Usuário').fill(username);
  if (password) await page.getByLabel('Senha').fill(password);
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, 'Cliente criado com sucesso - Sincronizado com Sigma');
}

/** Creates an invoice; the amount proposed must be the plan's. */
export async function addInvoice(page: Page, client: string, amount: string): Promise<void> {
  await page.goto('/invoices');
  await page.getByRole('button', { name: 'Criar Fatura' }).click();
  await page.getByLabel('Cliente').fill(client);
  await page.getByRole('option', { name: client }).click();
  await expect(page.getByLabel('Valor')).toHaveValue(amount);
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, 'Fatura criada com sucesso');
}

/** The row of one client's invoice in the list. */
export const invoiceRow = (page: Page, client: string) => page.getByRole('row').filter({ hasText: client });

export async function pay(page: Page, client: string): Promise<void> {
  await invoiceRow(page, client).getByRole('button', { name: 'Marcar como paga' }).click();
  await page.getByRole('button', { name: 'Confirmar pagamento' }).click();
}

/** A client's message of one kind among those to be sent by hand, on whichever page of the list it stands. */
export async function messageOf(page: Page, client: string, kind: string): Promise<Locator> {
  await page.goto('/messages');
  const found = page.getByRole('listitem').filter({ hasText: client }).filter({ hasText: kind });
  const next = page.getByRole('link', { name: 'Próximos' });
  await expect(async () => {
    if ((await found.count()) === 0) await next.click({ timeout: 1_000 });
    await expect(found).toHaveCount(1);
  }).toPass({ timeout: 20_000 });
  return found;
}

/** What the panel proved, on the row of a client's invoice. */
export const proof = (page: Page, client: string) =>
  invoiceRow(page, client).getByText(/Renovado no painel até/);

/** Signs in and makes a client of the demo's server with an open invoice. */
export async function debtor(page: Page): Promise<{ client: string; username: string }> {
  const client = unique('Cliente');
  const username = `e2e${Math.random().toString(36).slice(2, 9)}`;
  await signIn(page);
  await addClient(page, client, DEMO_SERVER, DEMO_PLAN, username);
  await addInvoice(page, client, '35,00');
  return { client, username };
}
