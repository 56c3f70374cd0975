import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { fakeWeb } from '@/lib/fake-web';
import { type FakeSheets, startFakeSheets } from '../fake-sheets';
import { objectionTo } from './jobs';

const now = new Date('2026-11-22T10:00:00Z');
const far = fakeWeb();
let t: TestDatabase;
let fake: FakeSheets;
let page: string;

beforeAll(async () => {
  t = await testDatabase();
  fake = await startFakeSheets();
  const port = await far.web((_, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<p>Olá'));
  page = `http://127.0.0.1:${port}/`;
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = `${fake.host},127.0.0.1:${port}`;
});
afterAll(async () => {
  far.close();
  await fake.stop();
  await t.drop();
});

const objection = async (url: string, anyway = false, userId = newId() as string) =>
  (await objectionTo(userId, { book: 'orders', url }, anyway, now))?.kind ?? null;

test('a script that answers may be kept, and its sheet holds nothing new', async () => {
  expect(await objection(fake.orders)).toBeNull();
  expect(fake.scripts.orders.ledger).toEqual([]);
});

test('what does not answer like a script is kept by a second press only', async () => {
  expect(await objection(page)).toBe('silent');
  expect(await objection(page, true)).toBeNull();
});

test.each(['http://google.com/', 'http://127.0.0.1:1/', 'https://localhost/', 'https://user@example.com/'])(
  'what may never be called is not kept by any press: %s',
  async (url) => {
    expect(await objection(url)).toBe('forbidden');
    expect(await objection(url, true)).toBe('forbidden');
  },
);

test('a form is no scanner: after ten tries a minute the next is not made', async () => {
  const userId = newId();
  for (let i = 0; i < 10; i++) expect(await objection(page, false, userId)).toBe('silent');
  expect(await objection(page, false, userId)).toBe('too_many');
});
