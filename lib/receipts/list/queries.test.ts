import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { pasteReceipt, takePayee } from '../commands';
import { dismissReceipt, reopenReceipt, seeRepeat } from '../decisions/commands';
import { anyReceipt, listReceipts, PAGE_SIZE, receiptCounts } from './queries';
import type { ReceiptTab } from './schema';

const now = new Date();
let t: TestDatabase;
let m: Market;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  m = await openMarket(t, now);
});

const forward = (text: string) => takePayee(m.ana.resellerId, { text }, now);
/** What each tab shows: reference, which side leads, whether the other stands beside it. */
const shown = async (tab: ReceiptTab) =>
  (await listReceipts(m.ana.resellerId, tab, null)).items
    .map(({ main, payee, payer }) => `${main.reference} ${main.side}${payee && payer ? ' both' : ''}`)
    .sort();

test('each reference stands once in its tab, with both texts; what is dismissed stands for itself', async () => {
  const [used, differs, asked, unclaimed, away] = Array.from({ length: 5 }, reference);
  for (const ref of [used, unclaimed]) await forward(payeeText(String(ref)));
  await forward(payeeText(String(differs), '40.00'));
  for (const ref of [used, differs, asked]) await m.paste(payerText(String(ref)));
  await m.paste(payerText(String(away), '44.00', ''));
  await forward(payeeText(String(away)));
  expect(await shown('decide')).toEqual([`${differs} payer both`, `${away} payer both`].sort());
  expect(await shown('waiting')).toEqual([`${asked} payer`, `${unclaimed} payee`].sort());
  expect(await shown('used')).toEqual([`${used} payer both`]);
  expect(await receiptCounts(m.ana.resellerId)).toEqual({ decide: 2, waiting: 2 });
  await dismissReceipt(m.ana, (await m.sides(String(away))).payer?.id ?? '', now);
  expect(await shown('waiting')).toEqual(
    [`${asked} payer`, `${unclaimed} payee`, `${away} payee both`].sort(),
  );
  expect(await shown('all')).toHaveLength(6);
});

test('another text of the same reference is shown beside it; another reseller sees nothing', async () => {
  const ref = reference();
  await m.paste(payerText(ref));
  await m.paste(payerText(ref, '44.00', ' 851112222'), '+258840009999');
  const [item] = (await listReceipts(m.ana.resellerId, 'decide', null)).items;
  expect(item?.again.map((again) => again.text.includes('851112222'))).toEqual([true]);
  const bia = await t.reseller({ country: 'MZ' });
  expect((await listReceipts(bia.resellerId, 'all', null)).items).toEqual([]);
  expect([await anyReceipt(m.ana.resellerId), await anyReceipt(bia.resellerId)]).toEqual([true, false]);
});

test('a used receipt that comes again with other words is for a person until it is seen; the pair stays', async () => {
  const [pasted, paid, plain] = Array.from({ length: 3 }, reference);
  for (const ref of [pasted, paid, plain]) {
    await forward(payeeText(String(ref)));
    await m.paste(payerText(String(ref)));
    await m.paste(payerText(String(ref)), '+258840009999');
  }
  expect([await shown('decide'), (await receiptCounts(m.ana.resellerId)).decide]).toEqual([[], 0]);
  await m.paste(payerText(String(pasted), '44.00', ' 851112222'), '+258840009999');
  await forward(payeeText(String(paid), '45.00'));
  expect(await shown('decide')).toEqual([`${pasted} payer both`, `${paid} payee both`].sort());
  expect((await receiptCounts(m.ana.resellerId)).decide).toBe(2);
  for (const ref of [pasted, paid]) expect(await m.said(String(ref))).toEqual(['used', 'used', null]);
  expect(await m.packages()).toHaveLength(3);
  const [item] = (await listReceipts(m.ana.resellerId, 'decide', null)).items.filter(
    ({ main }) => main.reference === pasted,
  );
  expect(item?.again).toMatchObject([
    { side: 'payer', author: '+258840009999', group: 'Loja', by: null, at: now },
  ]);
  expect(item?.repeatedAt).toEqual(now);
  const id = String(item?.main.id);
  const bia = await t.reseller({ country: 'MZ' });
  expect(await seeRepeat(bia, { id, seen: now }, now)).toBe(false);
  expect(await seeRepeat(m.ana, { id, seen: new Date(now.getTime() - 1) }, now)).toBe(false);
  expect(await seeRepeat(m.ana, { id, seen: now }, now)).toBe(true);
  expect(await seeRepeat(m.ana, { id, seen: now }, now)).toBe(false);
  expect(await shown('decide')).toEqual([`${paid} payee both`]);
  expect(await shown('used')).toHaveLength(3);
});

test('both halves of a used receipt that come again stand once and are seen together', async () => {
  const ref = reference();
  await forward(payeeText(ref));
  await m.paste(payerText(ref));
  await pasteReceipt(m.ana, { groupId: m.groupId, text: payerText(ref, '44.00', ' 851112222') }, now);
  await forward(payeeText(ref, '45.00'));
  expect(await shown('decide')).toEqual([`${ref} payer both`]);
  const [item] = (await listReceipts(m.ana.resellerId, 'decide', null)).items;
  expect(item?.again.map(({ side, by, group }) => [side, by, group]).sort()).toEqual([
    ['payee', null, null],
    ['payer', m.ana.userName, 'Loja'],
  ]);
  expect(await seeRepeat(m.ana, { id: String(item?.main.id), seen: now }, now)).toBe(true);
  expect(await shown('decide')).toEqual([]);
});

test('what was put aside and comes again differently is for a person too', async () => {
  const ref = reference();
  await m.paste(payerText(ref));
  await dismissReceipt(m.ana, (await m.sides(ref)).payer?.id ?? '', now);
  expect(await m.paste(payerText(ref, '45.00'))).toContain('conferir');
  expect(await shown('decide')).toEqual([`${ref} payer`]);
  await reopenReceipt(m.ana, (await m.sides(ref)).payer?.id ?? '', now);
  expect(await m.said(ref)).toEqual([null, 'review', 'edited']);
  expect((await m.sides(ref)).payer?.repeatedAt).toBeNull();
});

test('pages follow each other without a gap', async () => {
  const refs = Array.from({ length: PAGE_SIZE + 3 }, reference);
  for (const ref of refs) await forward(payeeText(ref));
  const first = await listReceipts(m.ana.resellerId, 'waiting', null);
  const second = await listReceipts(m.ana.resellerId, 'waiting', first.next);
  expect([first.items.length, second.items.length, second.next]).toEqual([PAGE_SIZE, 3, null]);
  const all = [...first.items, ...second.items].map((item) => item.main.reference);
  expect([...all].sort()).toEqual([...refs].sort());
});
