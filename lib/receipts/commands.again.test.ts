import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { takePayee } from './commands';

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

test('pasted again with another number or amount: a person compares both texts', async () => {
  const ref = reference();
  await m.paste(payerText(ref));
  expect(await m.paste(payerText(ref, '44.00', ' 851112222'), '+258840009999')).toContain('conferir');
  await forward(payeeText(ref));
  expect(await m.said(ref)).toEqual(['open', 'review', 'claimed']);
  const [again] =
    await t.sql`select detail from audit_events where action = 'receipt.again' and reseller_id = ${m.ana.resellerId}`;
  expect(again?.detail).toMatchObject({ number: '+258851112222', author: '+258840009999' });
});

test('the missing number counts from whoever pasted, and from nobody else', async () => {
  const [mine, stolen] = [reference(), reference()];
  for (const ref of [mine, stolen]) await forward(payeeText(ref));
  for (const ref of [mine, stolen])
    expect(await m.paste(payerText(ref, '44.00', ''))).toContain('falta o número');
  expect(await m.paste(payerText(mine))).toContain('Pacote ativado');
  await m.paste(payerText(stolen, '44.00', ' 851112222'), '+258840009999');
  expect([await m.said(mine), await m.said(stolen)]).toEqual([
    ['used', 'used', null],
    ['open', 'review', 'claimed'],
  ]);
});

test('the same receipt pasted again without its number, by anybody, stops nothing', async () => {
  const ref = reference();
  await m.paste(payerText(ref));
  expect(await m.paste(payerText(ref, '44.00', ''))).toContain('é ativado assim que');
  expect(await m.paste(payerText(ref, '44.00', ''), '+258840009999')).toContain('é ativado assim que');
  expect(await m.paste(`${payerText(ref)} bom dia`, '+258840009999')).toContain('é ativado assim que');
  await forward(payeeText(ref));
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  expect(await m.paste(payerText(ref, '44.00', ''))).toContain('já foi usado');
  expect((await m.sides(ref)).payer?.repeatedAt).toBeNull();
});
