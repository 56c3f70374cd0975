import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFakePanel } from './fake-panel';

const DUE = '2026-12-01T12:00:00.000Z';

test('the fake remembers its customers and credits over a restart', async () => {
  const ledgerFile = join(mkdtempSync(join(tmpdir(), 'fake-')), 'panel.jsonl');
  const first = await startFakePanel({ ledgerFile });
  first.control.customer({ username: 'bia', expiresAt: DUE });
  const list = first.control.packages;
  const body = { username: 'bia', userId: first.control.users[0]?.id, packageId: list[2]?.id };
  await fetch(`${first.url}/api/webhook/customer/renew`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first.token}` },
    body: JSON.stringify(body),
  });
  const [customers, users] = [first.control.customers, first.control.users];
  await first.close();
  const second = await startFakePanel({ ledgerFile });
  expect(second.control.customers).toEqual(customers);
  expect(second.control.users).toEqual(users);
  expect(second.ledger).toHaveLength(1);
  await second.close();
});

test('other processes read and direct it over HTTP', async () => {
  const fake = await startFakePanel();
  const control = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${fake.url}/__control/${path}`, init);
    return { status: answer.status, json: await answer.json() };
  };
  await control('customer', { username: 'bia', expiresAt: DUE });
  expect((await control('customers')).json).toMatchObject([{ username: 'bia', expiresAt: DUE }]);
  await control('variant', {
    standing: { notFound: '404' },
    script: [{ on: 'customer', fault: 'block page' }],
  });
  const read = (name: string) =>
    fetch(`${fake.url}/api/webhook/customer?username=${name}`, {
      headers: { authorization: `Bearer ${fake.token}` },
    }).then((r) => r.status);
  expect([await read('bia'), await read('bia'), await read('nobody')]).toEqual([403, 200, 404]);
  expect((await control('customer', { username: 'bia', expiresAt: 'nonsense' })).status).toBe(500);
  expect((await control('customer', { username: 'bia', remove: true })).status).toBe(200);
  await control('reset', {});
  expect((await control('customers')).json).toEqual([]);
  expect((await control('ledger')).json).toEqual([]);
  expect((await control('nothing')).status).toBe(404);
  await fake.close();
});

test('wrong paths and refusals to browsers are HTML, as on the real one', async () => {
  const fake = await startFakePanel();
  const headers = { authorization: `Bearer ${fake.token}` };
  const status = (path: string) => fetch(fake.url + path, { headers }).then((r) => r.status);
  expect([await status('/webhook/user'), await status('//api/webhook/user')]).toEqual([404, 404]);
  const refused = await fetch(`${fake.url}/api/webhook/customer/renew`, {
    method: 'POST',
    headers,
    body: '{}',
  });
  expect([refused.status, refused.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  await fake.close();
});
