import { addClient, addPlan, addServer } from './job';
import { expect, ledgerOf, panelUrl, said, signIn, test, unique } from './stack';

test('what a person did at the panel is shown, taken over, undone; by itself once the panel tells', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page);
  const [server, plan] = [unique('Servidor'), unique('Plano')];
  await addServer(page, server);
  await addPlan(page, plan, server);
  const username = unique('sinc').replace(' ', '');
  await addClient(page, 'Sílvia Teste', server, plan, username);
  await fetch(`${panelUrl}/__control/customer`, {
    method: 'POST',
    body: JSON.stringify({ username, expiresAt: '2031-05-10T15:00:00.000Z' }),
  });
  const before = (await ledgerOf(username)).length;

  await page.goto('/servers');
  await page.getByRole('link', { name: server }).click();
  await page.getByRole('button', { name: 'Sincronizar Sigma' }).click();
  await expect(page.getByText('Leitura completa')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 de 1 lidos')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: username });
  await expect(row).toContainText('10/05/2031');
  await page.getByRole('checkbox', { name: 'Escolher Sílvia Teste' }).check();
  await page.getByRole('button', { name: 'Atualizar seleção' }).click();
  await page.getByRole('button', { name: 'Atualizar', exact: true }).click();
  await said(page, '1 cliente atualizado');
  await page.goto(`/clients?q=${username}`);
  await expect(page.getByText('10/05/2031')).toBeVisible();

  await page.goBack();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await page.getByRole('button', { name: 'Desfazer tudo' }).click();
  await said(page, '1 cliente como antes.');
  await page.goto(`/clients?q=${username}`);
  await expect(page.getByRole('row').filter({ hasText: username })).toBeVisible();
  await expect(page.getByText('10/05/2031')).toHaveCount(0);
  expect((await ledgerOf(username)).length, 'nothing was sent to the panel').toBe(before);

  // The panel names the client: read within seconds, and taken over as the owner allows.
  await page.goto('/servers');
  await page.getByRole('link', { name: server }).click();
  await page.getByRole('button', { name: 'Ajustar' }).click();
  await page.getByLabel('Comparar com o painel sozinho').selectOption('De hora em hora');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await said(page, 'Comparação ajustada.');
  await fetch(`${panelUrl}/__control/customer`, {
    method: 'POST',
    body: JSON.stringify({ username, expiresAt: '2032-05-10T15:00:00.000Z' }),
  });
  await page.getByText('Aviso do painel').click();
  const address = await page.getByText('/api/webhooks/sigma/').innerText();
  const nudge = { method: 'POST', body: JSON.stringify({ customer: { username } }) };
  expect((await fetch(address, nudge)).status).toBe(200);
  await expect(async () => {
    await page.goto(`/clients?q=${username}`);
    await expect(page.getByText('10/05/2032')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
});
