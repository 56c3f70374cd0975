import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { pasteReceipt, takePayee } from './commands';

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

test('what was pasted on the screen gets its number there, from anybody here and from nobody in the group', async () => {
  const [ref, other, theirs] = [reference(), reference(), reference()];
  const onScreen = (text: string) => pasteReceipt(m.ana, { groupId: m.groupId, text }, now);
  for (const each of [ref, other, theirs]) await forward(payeeText(each));
  for (const each of [ref, other])
    expect(await onScreen(payerText(each, '44.00', ''))).toMatchObject({ ok: true, noNumber: true });
  await m.paste(payerText(theirs, '44.00', ''));
  expect(await onScreen(payerText(ref, '44.00', ''))).toMatchObject({ noNumber: true });
  expect(await onScreen(payerText(ref))).toMatchObject({
    noNumber: false,
    reply: expect.stringContaining('Pacote ativado'),
  });
  const said = await t.sql`select actor_id from audit_events where action = 'receipt.number'
    and reseller_id = ${m.ana.resellerId}`;
  expect(said).toEqual([{ actor_id: m.ana.userId }]);
  await m.paste(payerText(other));
  await onScreen(payerText(theirs, '44.00', ' 851112222'));
  for (const each of [other, theirs]) expect(await m.said(each)).toEqual(['open', 'review', 'edited']);
  const changed = reference();
  await onScreen(payerText(changed, '44.00', ''));
  expect(await onScreen(payerText(changed, '149.00'))).toMatchObject({ noNumber: false });
  expect(await m.said(changed)).toEqual([null, 'review', 'edited']);
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
