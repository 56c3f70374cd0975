import { demo, expect, said, signIn, test } from './stack';

test('what is dismissed leaves the board with its reason, counts no more, and comes back', async ({
  page,
}) => {
  await signIn(page, demo.packages);
  await page.goto('/deliveries?kind=message&side=needs');
  const lines = page.getByRole('main').getByRole('table').getByRole('link');
  const before = await lines.count();
  const address = (await lines.first().getAttribute('href')) ?? '';
  await page.goto(address);
  await page.getByRole('button', { name: 'Dispensar' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Motivo').fill('ok');
  await sheet.getByRole('button', { name: 'Dispensar' }).click();
  await expect(sheet.getByText('Escreva o motivo.')).toBeVisible();
  await expect(sheet.getByLabel('Motivo')).toHaveValue('ok');
  await sheet.getByLabel('Motivo').fill('O cliente já renovou');
  await sheet.getByRole('button', { name: 'Dispensar' }).click();
  await said(page, 'Dispensada. Fica guardada em Dispensadas.');
  await expect(page.getByText(/Dispensada por .*: O cliente já renovou/)).toBeVisible();
  await page.goto('/deliveries?kind=message&side=needs');
  await expect(lines).toHaveCount(before - 1);
  await page.goto('/deliveries?side=dismissed');
  await expect(page.getByRole('cell', { name: 'O cliente já renovou' })).toBeVisible();
  await page.getByRole('button', { name: /^Trazer de volta/ }).click();
  await said(page, 'De volta às Entregas.');
  await expect(page.getByRole('heading', { name: 'Nada dispensado' })).toBeVisible();
});
