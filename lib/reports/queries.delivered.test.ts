import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { fileRows, saveSheet } from '@/lib/sheets/commands';
import { packagesSetupOf } from './queries';

const now = new Date('2026-11-22T10:00:00Z');
let t: TestDatabase;
let ana: Actor;
let rui: Actor;
beforeAll(async () => {
  t = await testDatabase();
  [ana, rui] = [await t.reseller({ country: 'MZ' }), await t.reseller({ country: 'MZ' })];
});
afterAll(() => t.drop());

const file = ({ resellerId }: Actor, sheetId: string | null) =>
  t.db.transaction((tx) =>
    fileRows(
      tx,
      [
        {
          ...{ resellerId, book: 'orders', sheetId, reference: 'ABC123D1', value: '100' },
          ...{ number: '845123456', chat: '', message: '', subscriptionId: null, slotId: null },
        },
      ],
      now,
    ),
  );
const delivered = async ({ resellerId }: Actor) => (await packagesSetupOf(resellerId)).delivered;
const change = ({ resellerId }: Actor, values: Partial<typeof sheetRows.$inferInsert>) =>
  t.db.update(sheetRows).set(values).where(eq(sheetRows.resellerId, resellerId));

test('the first steps end with a row that the phone has confirmed or a sheet has taken', async () => {
  await file(ana, null);
  expect(await delivered(ana)).toBe(0);
  await change(ana, { phoneState: 'confirmed' });
  expect([await delivered(ana), await delivered(rui)]).toEqual([1, 0]);
  await file(rui, await saveSheet(t.db, rui, 'orders', 'https://script.google.com/macros/s/a/exec', now));
  expect(await delivered(rui)).toBe(0);
  await change(rui, { state: 'done', doneAt: now });
  expect(await delivered(rui)).toBe(1);
});
