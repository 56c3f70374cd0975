import type { Page } from '@playwright/test';
import { demo, expect, said, signIn, test, unique } from './stack';

const gateway = `http://127.0.0.1:${demo.packages.evolutionPort}`;
const random = (digits: number) =>
  Math.random()
    .toString()
    .slice(2, 2 + digits);

/** A message reaches the gateway's phone, and is delivered as often as wished. */
async function hears(wish: Record<string, unknown>): Promise<number[]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${gateway}/__deliver`, { method: 'POST', headers, body: JSON.stringify(wish) });
  return (await answer.json()) as number[];
}

/** What reached a group's phones. */
const sentTo = async (jid: string): Promise<string[]> => {
  const ledger = (await (await fetch(`${gateway}/__ledger`)).json()) as { number: string; text: string }[];
  return ledger.filter((entry) => entry.number === jid).map((entry) => entry.text);
};

async function command(page: Page, text: string, answer: string | RegExp): Promise<void> {
  const field = page.getByLabel('Comando', { exact: true });
  await field.fill(text);
  await field.press('Enter');
  await expect(page.getByRole('log').getByText(answer).last()).toBeVisible();
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
}

test('a group that writes is registered on the Console, commanded there, and answered on WhatsApp once', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const [jid, number, ref, name] = [
    `1203630${random(11)}@g.us`,
    `84${random(7)}`,
    `CON${random(8)}`,
    unique('Grupo'),
  ];
  await signIn(page, demo.packages);
  await page.goto('/settings/whatsapp');
  await page.getByRole('button', { name: 'Ligar na Evolution' }).click();
  await said(page, 'Webhook ligado');

  const wish = { group: jid, phone: `258${number}`, lid: random(15), text: `.validade ${number}` };
  expect(await hears(wish)).toEqual([200]);
  await page.goto('/packages/console');
  await page.getByRole('button', { name: `Cadastrar o grupo ${jid}` }).click();
  await page.getByLabel('Nome do grupo').fill(name);
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, `Grupo ${name} cadastrado`);

  await page.getByLabel('Conversa').selectOption({ label: name });
  await expect(page).toHaveURL(/grupo=/);
  await command(page, `.pacote 5 ${ref} ${number}`, '🎯 RENOVAÇÕES AGENDADAS!');
  await command(page, '.pacotes_ativos', '📦 PACOTES ATIVOS (1) - ESTE GRUPO');
  await command(page, '.pacote 5', 'USO INCORRETO');
  await page.getByLabel('Comando', { exact: true }).press('ArrowUp');
  await expect(page.getByLabel('Comando', { exact: true })).toHaveValue('.pacote 5');

  expect(await hears({ ...wish, id: `E2E${random(12)}`, times: 5 })).toEqual([200, 200, 200, 200, 200]);
  await expect.poll(() => sentTo(jid), { timeout: 90_000 }).toHaveLength(1);
  expect((await sentTo(jid))[0]).toContain(`📋 Referência: ${ref}`);
  await page.reload();
  await expect(page.getByRole('log').getByText('📱 VALIDADE DO PACOTE')).toBeVisible();
});
