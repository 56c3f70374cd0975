import { demo, expect, press, said, signIn, test } from './stack';

const random = (digits: number) =>
  Math.random()
    .toString()
    .slice(2, 2 + digits);

test.beforeEach(({ page }) => signIn(page, demo.packages));

test('a group gets its prices from a pasted text; what the phone receives becomes a package there, once', async ({
  page,
  request,
}) => {
  const [ref, name] = [`E2EPAY${random(5)}`, `Grupo ${random(6)}`];
  await page.goto('/packages/groups');
  await page.getByRole('button', { name: 'Adicionar grupo' }).click();
  await page.getByLabel('Nome do grupo').fill(name);
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, 'Grupo criado.');
  await page.getByRole('link', { name: 'Editar tabela' }).click();
  const text =
    '*3 Dias Renováveis*\n✅ 2000MB = 44MT\n7000=149\n15 Dias Renováveis\n5000=149\n💎 Diamante: 11=460';
  await page.getByLabel('Texto da tabela').fill(text);
  await page.getByRole('button', { name: 'Ler a tabela' }).click();
  await expect(page.getByText('3 preços lidos; 1 linha não virou preço.')).toBeVisible();
  await expect(page.getByText('Linha 6: Não é pacote de megabytes')).toHaveCount(2);
  await page.getByRole('button', { name: 'Salvar tabela' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Mais de um pacote custa 149' })).toBeVisible();
  await page.getByRole('radio', { name: 'Decidir a cada pagamento' }).check();
  await page.getByRole('button', { name: 'Salvar tabela' }).click();
  await said(page, 'Tabela de preços salva (versão 1).');

  await page.goto('/packages/receipts/phone');
  const address = (await page.locator('code').first().textContent()) ?? '';
  const sms = `Confirmado ${ref}. Recebeste 149.00MT de 258840000001 - Cliente Exemplo aos 29/6/26 as 2:50 PM.`;
  await page.getByLabel('SMS ou mensagem de cliente').fill(sms);
  await expect(page.getByText('Vindo do celular, prova o pagamento')).toBeVisible();
  const path = new URL(address).pathname;
  for (const result of ['new', 'known']) {
    const answer = await request.post(path, { data: sms, headers: { 'content-type': 'text/plain' } });
    expect([answer.status(), (await answer.json()).result]).toEqual([200, result]);
  }
  expect((await request.post(`${path.slice(0, -3)}xyz`, { data: sms })).status()).toBe(404);

  await page.goto('/packages/receipts?tab=waiting');
  await page.getByRole('button', { name: `Decidir ${ref}` }).click();
  await page.getByLabel('Número que recebe').fill(`84${random(7)}`);
  await page.getByLabel('Grupo da venda').selectOption({ label: name });
  const bought = page.getByLabel('Pacote comprado');
  const choice = bought.getByRole('option', { name: /^5\s000 MB, 15 dias de renovações, .*\(exato\)$/ });
  await bought.selectOption(await choice.getAttribute('value'));
  await page.getByRole('button', { name: 'Confirmar' }).click();
  await said(page, 'Pacote ativado para');
  await page.goto('/packages/receipts?tab=used');
  await expect(page.getByRole('region', { name: `O celular recebeu: ${ref}` })).toBeVisible();
  await page.goto('/packages/receipts?tab=waiting');
  await expect(page.getByText(ref)).toHaveCount(0);
});

test('what a person settles by keyboard leaves the focus in the list; what comes again waits to be seen', async ({
  page,
  request,
}) => {
  const [first, second] = [`E2EFOC${random(5)}`, `E2EFOC${random(5)}`];
  await page.goto('/packages/receipts/phone');
  const path = new URL((await page.locator('code').first().textContent()) ?? '').pathname;
  const sms = async (ref: string, amount: string, from: string) => {
    const text = `Confirmado ${ref}. Recebeste ${amount}MT de 258840000001 - Cliente Exemplo aos 29/6/26 as 2:50 PM.`;
    expect((await request.post(path, { data: { text, from } })).status()).toBe(200);
  };
  for (const ref of [second, first]) await sms(ref, '44.00', 'João (841112222)');

  await page.goto('/packages/receipts');
  await expect(page.getByText('Suspeito: SMS que não é da operadora').first()).toBeVisible();
  const headings = page
    .getByRole('region', { name: 'Lista de comprovantes' })
    .getByRole('heading', { level: 2 });
  await press(page.getByRole('button', { name: `Dispensar ${first}` }));
  await press(page.getByRole('alertdialog').getByRole('button', { name: 'Dispensar' }));
  await said(page, 'Comprovante dispensado.');
  await expect(page.getByText(first)).toHaveCount(0);
  await expect(headings.and(page.locator(':focus'))).toHaveCount(1);

  await sms(first, '45.00', 'M-Pesa');
  await page.goto('/packages/receipts');
  const seen = page.getByRole('button', { name: `Visto ${first}` });
  await expect(page.getByText('O celular recebeu de novo')).toBeVisible();
  await press(seen);
  await said(page, 'Marcado como visto.');
  await expect(seen).toHaveCount(0);
  await expect(headings.and(page.locator(':focus'))).toHaveCount(1);
});
