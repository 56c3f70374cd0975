import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breaks } from './client';
import { newId } from './ids';
import { servers } from './schema/servers';
import { type TestDatabase, testDatabase } from './test-database';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const failed = (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test.each([
  ['half a letter in a JSON', () => t.db.execute(sql`select ${'["senha-9 \\ud83d"]'}::jsonb`)],
  ['a NUL', () => t.db.execute(sql`select ${'senha-9\0'}::text`)],
  [
    'a row that breaks a rule',
    async () => {
      const { resellerId } = await t.reseller();
      const one = { id: newId(), resellerId, name: 'senha-9' };
      return t.db.insert(servers).values([one, one]);
    },
  ],
  [
    'in a transaction',
    () => t.db.transaction((tx) => tx.insert(servers).values({ name: 'senha-9' } as never)),
  ],
])('an error that nobody catches prints the statement and no value: %s', async (_, fail) => {
  const error = await failed(Promise.resolve(fail()));
  const printed = inspect(error, { depth: 9 });
  expect(printed).toContain('Failed query');
  expect(printed).not.toContain('senha-9');
});

test('what broke is still known', async () => {
  const { resellerId } = await t.reseller();
  const one = { id: newId(), resellerId, name: 'x' };
  expect(breaks(await failed(t.db.insert(servers).values([one, one])), 'servers_pkey')).toBe(true);
});
