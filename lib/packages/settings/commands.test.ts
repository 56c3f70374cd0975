import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { sheetFor } from '@/lib/sheets/queries';
import { typesOf } from '../types/queries';
import { addType, changeType, forgetBook, removeType, saveBook, saveRules } from './commands';
import { bookTarget, ownTypes, settingsOf } from './queries';
import { bookForm, rulesForm, typeChange, typeForm } from './schema';

const now = new Date('2026-11-22T10:00:00Z');
const URL_A = 'https://script.google.com/macros/s/AKfycbzzzzzzzzzz7f2c/exec';
let t: TestDatabase;
let ana: Actor;
let rui: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

const typed = {
  latePolicy: 'ask',
  slotMb: '150',
  slotCents: '15',
  bonusEvery: '',
  bonusMb: '',
  notice: false,
};

test('the defaults hold until something is saved, and only for who saved it', async () => {
  expect(await settingsOf(ana.resellerId)).toMatchObject({
    ...{ latePolicy: 'deliver', slotMb: 100, slotCents: 1250, bonusEvery: null, notice: true },
  });
  await saveRules(ana, rulesForm.parse({ ...typed, bonusEvery: '5', bonusMb: '500' }), now);
  expect(await settingsOf(ana.resellerId)).toMatchObject({
    ...{ latePolicy: 'ask', slotMb: 150, slotCents: 1500, bonusEvery: 5, bonusMb: 500, notice: false },
  });
  await saveRules(ana, rulesForm.parse(typed), now);
  expect(await settingsOf(ana.resellerId)).toMatchObject({ bonusEvery: null, bonusMb: 0 });
  expect((await settingsOf(rui.resellerId)).slotMb).toBe(100);
});

test('what is no number of MB or of money is refused at the edge', () => {
  for (const wrong of [
    { slotMb: '0' },
    { slotMb: '' },
    { slotMb: '1.5' },
    { slotCents: 'abc' },
    { slotCents: '' },
    { bonusEvery: '1' },
    { latePolicy: 'never' },
  ])
    expect(rulesForm.safeParse({ ...typed, ...wrong }).success).toBe(false);
});

test('a bonus is both its numbers or none, said at the field that is missing', () => {
  const fieldOf = (bonusEvery: string, bonusMb: string) =>
    rulesForm.safeParse({ ...typed, bonusEvery, bonusMb }).error?.issues.map((issue) => issue.path.join());
  expect([fieldOf('4', ''), fieldOf('4', '0'), fieldOf('', '500')]).toEqual([
    ...[['bonusMb'], ['bonusMb'], ['bonusEvery']],
  ]);
  expect([fieldOf('4', '500'), fieldOf('', ''), fieldOf('', '0')]).toEqual([undefined, undefined, undefined]);
});

test('a type is one per length and group, and is changed only as itself; another’s is refused', async () => {
  const groupId = newId();
  await t.db.insert(groups).values({ id: groupId, resellerId: ana.resellerId, name: 'G' });
  const seven = typeForm.parse({ groupId: '', days: '7', name: '7 Dias', slotMb: '', slotCents: '' });
  const twice = { ok: false, reason: 'twice' };
  const all = await Promise.all([1, 2, 3].map(() => addType(ana, { ...seven, slotMb: 150 }, now)));
  expect(all.filter((added) => added.ok)).toHaveLength(1);
  expect(all.find((added) => !added.ok)).toEqual(twice);
  expect(await addType(ana, { ...seven, name: 'Outro' }, now)).toEqual(twice);
  expect(await addType(ana, { ...seven, groupId, name: 'Do grupo' }, now)).toEqual({ ok: true });
  expect(await addType(rui, { ...seven, groupId }, now)).toEqual({ ok: false, reason: 'no_group' });
  const [, first] = await ownTypes(ana.resellerId);
  expect(first).toMatchObject({ name: '7 Dias', slotMb: 150 });
  const change = typeChange.parse({ id: first?.id, name: 'Semana', slotMb: '120', slotCents: '' });
  expect(await changeType(rui, change, now)).toBeNull();
  expect(await changeType(ana, change, now)).toEqual({ days: 7 });
  const own = await ownTypes(ana.resellerId);
  expect(own.map((type) => [type.name, type.groupName])).toEqual([
    ['Do grupo', 'G'],
    ['Semana', null],
  ]);
  expect((await typesOf(ana.resellerId, null)).find((type) => type.days === 7)).toMatchObject({
    slotMb: 120,
  });
  const id = own[1]?.id ?? '';
  expect(await removeType(rui, id, now)).toBe(false);
  expect(await removeType(ana, id, now)).toBe(true);
});

test('a book goes to its own script until that is given up; the address needs no retyping', async () => {
  expect(await bookTarget(ana.resellerId, 'orders')).toMatchObject({ kind: 'built_in' });
  const form = (url: string, atOnce = '8') => bookForm.parse({ book: 'orders', url, atOnce, anyway: false });
  expect(await saveBook(ana, form(''), now)).toBe(false);
  expect(await saveBook(ana, form(URL_A), now)).toBe(true);
  expect(await saveBook(ana, form('', '4'), now)).toBe(true);
  expect(await bookTarget(ana.resellerId, 'orders')).toEqual({
    ...{ kind: 'own', shown: 'script.google.com/…7f2c', atOnce: 4 },
  });
  expect(await sheetFor(t.db, ana.resellerId, null, 'orders')).not.toBeNull();
  expect(await forgetBook(rui, 'orders', now)).toBe(false);
  expect(await forgetBook(ana, 'orders', now)).toBe(true);
  expect(await sheetFor(t.db, ana.resellerId, null, 'orders')).toBeNull();
  expect(() => form('ftp://x')).toThrow();
});
