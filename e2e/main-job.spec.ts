import { addClient, addInvoice, addPlan, addServer, debtor, invoiceRow, messageOf, pay } from './job';
import { expect, ledgerOf, renewalsOf, signIn, test, unique } from './stack';

test('a payment becomes exactly one renewal on the panel, with the panel’s own date as proof', async ({
  page,
}) => {
  const [server, plan, client] = [unique('Servidor'), unique('Plano'), unique('Cliente')];
  const username = `e2e${Math.random().toString(36).slice(2, 9)}`;
  await signIn(page);
  await addServer(page, server);
  await addPlan(page, plan, server);
  await addClient(page, client, server, plan, username);
  expect((await ledgerOf(username)).map((e) => e.act)).toEqual(['create']);

  await addInvoice(page, client, '35,90');
  await pay(page, client);
  const row = invoiceRow(page, client);
  await expect(row.getByText(/Renova em \d+ s/)).toBeVisible();
  await expect(row.getByText('Paga agora')).toBeVisible();
  await expect(row.getByText(/Renovado no painel até \d\d\/\d\d\/\d{4} \d\d:\d\d/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(
    page.getByText('Fatura marcada como paga com sucesso - Cliente renovado no Sigma'),
  ).toBeVisible();
  expect((await ledgerOf(username)).map((e) => e.act)).toEqual(['create', 'renew']);

  const message = await messageOf(page, client, 'Renovado');
  await expect(message.getByRole('link', { name: /WhatsApp/ })).toHaveAttribute(
    'href',
    /wa\.me\/5511999999999\?text=/,
  );
  await message.getByRole('button', { name: 'Marcar como enviada' }).click();
  await expect(message).toHaveCount(0);
});

test('Desfazer inside the hold: nothing reaches the panel and the invoice is open again', async ({
  page,
}) => {
  const { client, username } = await debtor(page);
  await pay(page, client);
  await invoiceRow(page, client).getByRole('button', { name: 'Desfazer' }).click();
  await expect(invoiceRow(page, client).getByRole('button', { name: 'Marcar como paga' })).toBeVisible();
  await page.waitForTimeout(4_000);
  expect(await renewalsOf(username)).toBe(0);
});
