import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { debtor, invoiceRow, pay, proof } from './job';
import { expect, renewalsOf, script, test } from './stack';

test('kill -9 of the worker between the POST and the commit: one renewal, and the screen tells the truth', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { client, username } = await debtor(page);
  await script({ on: 'renew', username, fault: 'silent after' });
  await pay(page, client);
  await expect.poll(() => renewalsOf(username), { timeout: 30_000 }).toBe(1);
  const run = JSON.parse(readFileSync(join(process.env.E2E_DATA_DIR ?? '.data', 'run.json'), 'utf8'));
  process.kill(run.children.worker.pid, 'SIGKILL');
  await expect(invoiceRow(page, client).getByText('Renovando…')).toBeVisible();
  await expect(proof(page, client)).toBeVisible({ timeout: 180_000 });
  expect(await renewalsOf(username)).toBe(1);
});
