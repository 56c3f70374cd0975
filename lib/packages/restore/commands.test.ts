import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageSlots } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { acceptRow, retryRow } from '@/lib/sheets/board/commands';
import { confirmRows, leaseForPhone } from '@/lib/sheets/book/commands';
import { DAY_MS } from '@/lib/time';
import { activatePackage } from '../commands';
import { deliverDue } from '../delivery/jobs';
import { settleSlots } from '../delivery/settle/commands';
import { holdAfterRestore } from './commands';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

it('lets nothing reach the phone twice: what it may have had waits for a person', async () => {
  const actor = await t.reseller({ country: 'MZ' });
  const start = new Date('2025-11-18T08:00:00Z');
  const wish = {
    reference: 'BACK01',
    number: '+258845123456',
    groupId: null,
    days: 3,
    startAt: start,
    tell: false,
  };
  const made = await t.db.transaction((tx) =>
    activatePackage(tx, actor, { ...wish, sold: { mb: 2000, cents: 4400 } }, start),
  );
  if (!made.ok) throw new Error(made.reason);
  await confirmRows({ resellerId: actor.resellerId, book: 'orders' }, ['BACK01'], settleSlots, start);
  const now = new Date(start.getTime() + DAY_MS);
  // The backup was made after D1 was handed over and before the phone came; D2 fell due in the lost hours.
  await deliverDue(async () => now);
  const later = new Date(start.getTime() + 2 * DAY_MS);
  expect(await holdAfterRestore(later)).toEqual({ heldRenewals: 1, doubtedRows: 3 });
  expect(await holdAfterRestore(later)).toEqual({ heldRenewals: 0, doubtedRows: 0 });
  await deliverDue(async () => later);
  expect(await leaseForPhone(actor.resellerId, 'orders', undefined, later)).toEqual([]);
  const slots = await t.db.select().from(packageSlots).orderBy(asc(packageSlots.k));
  expect(slots.map((s) => s.state)).toEqual(['review', 'held', 'owed']);

  const [order] = await t.db
    .select()
    .from(sheetRows)
    .where(eq(sheetRows.reference, 'BACK01D1'))
    .orderBy(asc(sheetRows.book));
  const payment = (await t.db.select().from(sheetRows).where(eq(sheetRows.book, 'payments'))).find(
    (r) => r.reference === 'BACK01D1',
  );
  expect(await acceptRow(actor, order?.id ?? '', settleSlots, later)).toBe(true);
  expect(await leaseForPhone(actor.resellerId, 'orders', undefined, later)).toEqual([]);
  expect(await retryRow(actor, payment?.id ?? '', settleSlots, later)).toBe(true);
  const offered = await leaseForPhone(actor.resellerId, 'payments', undefined, later);
  expect(offered.map((row) => row.reference)).toEqual(['BACK01D1']);
});
