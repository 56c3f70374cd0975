import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addClient, addPlan, addServer } from './job';
import { demo, expect, signIn, test, unique } from './stack';

const PASSWORD = 'Canario-de-senha-4711';

test('a token and a client’s password stand in no page, payload or log line', async ({ page }) => {
  const [server, plan, client] = [unique('Servidor'), unique('Plano'), unique('Cliente')];
  const username = `e2e${Math.random().toString(36).slice(2, 9)}`;
  await signIn(page);
  await addServer(page, server);
  await addPlan(page, plan, server);
  // What the browser itself sends is its own; everything the server answers is looked at.
  const answers: string[] = [];
  page.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (/html|json|text|x-component/.test(type)) answers.push(await response.text().catch(() => ''));
  });
  await addClient(page, client, server, plan, username, PASSWORD);
  await page.getByRole('link', { name: client }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: client })).toBeVisible();
  for (const path of ['/', '/servers', '/clients', '/plans', '/invoices', '/messages', '/settings']) {
    await page.goto(path);
    const rsc = await page.request.get(`${path}?_rsc=1`, { headers: { rsc: '1' } });
    answers.push(await rsc.text());
  }
  await page.goto('/servers');
  await page.getByRole('link', { name: server }).click();
  await expect(page.getByRole('heading', { level: 1, name: server })).toBeVisible();
  expect(answers.length).toBeGreaterThan(15);
  expect(answers.join('\n')).toContain(client);
  for (const secret of [PASSWORD, demo.panelToken]) {
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
    expect(await page.content()).not.toContain(secret);
  }

  const logs = join(process.env.E2E_DATA_DIR ?? '.data', 'logs');
  for (const file of readdirSync(logs)) {
    const text = readFileSync(join(logs, file), 'utf8');
    expect(
      [PASSWORD, demo.panelToken].filter((secret) => text.includes(secret)),
      file,
    ).toEqual([]);
  }
});
