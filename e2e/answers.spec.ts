import { expect, PAGES, signIn, test } from './stack';

test('security headers on every answer, the absent page too; no violation of the policy', async ({
  page,
  request,
}) => {
  await signIn(page);
  for (const path of ['/login', '/', '/clients/00000000-0000-7000-8000-000000000000', '/nowhere']) {
    const response = await page.goto(path);
    const headers = response?.headers() ?? {};
    expect(headers['content-security-policy'], path).toContain("default-src 'none'");
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-powered-by'], path).toBeUndefined();
  }
  expect((await request.get('/nowhere')).status()).toBe(404);
  expect((await request.get('/clients/%E0%A4%A')).status(), 'an address that is no text').toBe(404);
  const foreign = { headers: { origin: 'https://evil.example' }, multipart: { a: 'b' } };
  expect((await request.post('/login', foreign)).status(), 'a form of another site').toBe(403);
});

test('an absent id is a 404 on every detail page', async ({ page }) => {
  await signIn(page);
  const deliveries = ['', '/account', '/sheet', '/message'].map((kind) => `deliveries${kind}`);
  for (const kind of ['servers', 'clients', 'invoices', 'packages', 'packages/groups', ...deliveries]) {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'not-an-id']) {
      expect((await page.goto(`/${kind}/${id}`))?.status(), `${kind}/${id}`).toBe(404);
    }
  }
});

test('without a session every page leads to the login', async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/login/);
  }
});
