import { expect, signIn, test, unique } from './stack';

test('many invoices in one press: each paid and renewed by the server', async ({ page }) => {
  await signIn(page);
  await page.goto('/invoices?tab=open');
  const boxes = page.getByRole('row').getByRole('checkbox').and(page.locator('[aria-describedby]'));
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: 'Marcar 2 como pagas' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('O servidor paga uma por uma');
  await page.getByRole('button', { name: 'Confirmar 2 recebimentos' }).click();
  await expect(page.getByText('2 de 2')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('2 pagas')).toBeVisible();
});

test('one message to the chosen: previewed with the first, who has no WhatsApp named, each once', async ({
  page,
}) => {
  const word = unique('aviso');
  await signIn(page);
  await page.goto('/clients');
  await page.getByRole('button', { name: 'Selecionar vários' }).click();
  await page.getByLabel('Escolher Débora Antunes').check();
  await page.getByLabel('Escolher Diego Monteiro').check();
  // A move that was begun is not dropped without a question.
  await page.getByRole('button', { name: 'Mover de servidor' }).click();
  await page.getByLabel('Servidor de destino').selectOption({ label: 'Servidor Reserva' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Descartar', exact: true }).click();
  await page.getByRole('button', { name: 'Enviar mensagem' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('1 sem WhatsApp fica de fora: Débora Antunes.')).toBeVisible();
  await sheet.getByLabel('Texto da mensagem').fill(`Oi {{cliente_nome}}, ${word} {{nada}}`);
  await expect(sheet.getByText('A variável {{nada}} não existe nesta mensagem.').first()).toBeVisible();
  await sheet.getByLabel('Texto da mensagem').fill(`Oi {{cliente_nome}}, ${word}`);
  await expect(sheet.getByText(`Oi Diego Monteiro, ${word}`)).toBeVisible();
  await sheet.getByRole('button', { name: 'Conferir e enviar' }).click();
  await page.getByRole('button', { name: 'Pôr na fila de envio' }).click();

  await expect(page.getByText('2 de 2')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText('1 feito · 1 sem nada a fazer')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Débora Antunes' })).toContainText('Sem WhatsApp');
  await page.getByRole('link', { name: 'Diego Monteiro' }).click();
  await expect(page.getByText('Mensagem pronta para envio').first()).toBeVisible();
});
