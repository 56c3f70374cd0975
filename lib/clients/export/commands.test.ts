import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { recordExport } from './commands';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

test('who took clients away as a file, and which, is kept', async () => {
  const [ana, bia] = [await t.reseller(), await t.reseller()];
  await recordExport(ana, { filters: { state: 'overdue' } }, now);
  await recordExport(bia, { ids: ['a', 'b'] }, now);
  const kept =
    await t.sql`select reseller_id, actor_id, detail from audit_events where action = 'clients.exported'`;
  expect(kept).toEqual(
    expect.arrayContaining([
      { reseller_id: ana.resellerId, actor_id: ana.userId, detail: { filters: { state: 'overdue' } } },
      { reseller_id: bia.resellerId, actor_id: bia.userId, detail: { chosen: 2 } },
    ]),
  );
});
