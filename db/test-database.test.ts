import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from './client';
import { resellers } from './schema/resellers';
import { type TestDatabase, testDatabase } from './test-database';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

test('a cloned database holds the whole schema and one reseller per wish', async () => {
  const actor = await t.reseller({ country: 'MZ' });
  const [row] = await database().select().from(resellers).where(eq(resellers.id, actor.resellerId));
  expect(row).toMatchObject({ country: 'MZ', currency: 'MZN', timezone: 'Africa/Maputo' });
});

test('the process lives in a zone of no market', () => {
  expect(new Date('2026-01-01T00:00:00Z').getHours()).toBe(5);
});
