import { expect, test } from './stack';

test('the cron route: closed without its secret, counts with it, never a redirect', async ({ request }) => {
  const call = (authorization?: string) =>
    request.get('/api/cron', { maxRedirects: 0, headers: authorization ? { authorization } : {} });
  for (const wrong of [undefined, 'Bearer', 'Bearer undefined', 'Bearer %E0%A4%A', 'Bearer wrong'])
    expect([401, 429]).toContain((await call(wrong)).status());
  const right = await call('Bearer cron-secret-of-the-browser-tests');
  expect(right.status()).toBe(200);
  expect(await right.json()).toMatchObject({ renewals: { failed: 0 }, invoices: { failed: 0 } });
  expect(
    (
      await request.get('/api/cron?only=nonsense', {
        headers: { authorization: 'Bearer cron-secret-of-the-browser-tests' },
      })
    ).status(),
  ).toBe(400);
});

test('health: the database is there and the worker ticks', async ({ request }) => {
  const health = await (await request.get('/api/health')).json();
  expect(health).toMatchObject({ status: 'ok', database: 'ok' });
  expect(Date.parse(health.lastTickAt)).not.toBeNaN();
});
