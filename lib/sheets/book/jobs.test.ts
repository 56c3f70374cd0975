import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { POST } from '@/app/api/sheets/[key]/pedidos/route';
import { newId } from '@/db/ids';
import { rateLimits } from '@/db/schema/messages';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { fileRows, type NewRow } from '../commands';
import type { Book } from '../schema';
import { answerBook } from './jobs';
import { readAsk } from './schema';

const start = new Date('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
let t: TestDatabase;
let ana: Actor;
let rui: Actor;
let now = start;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
});
beforeEach(async () => {
  now = start;
  await t.db.delete(sheetRows);
});
afterAll(() => t.drop());

const ask = (book: Book, body: object, actor = ana) => {
  const asked = readAsk(JSON.stringify(body), new URLSearchParams());
  if (!asked) throw new Error('unreadable');
  const { resellerId, reseller } = actor;
  return answerBook({ resellerId, book, zone: reseller.timezone, now, onSettled: async () => {} }, asked);
};
const pending = async (book: Book = 'orders', group?: string, actor = ana) =>
  (await ask(book, { action: 'buscar_pendentes', grupo_id: group }, actor)).dados;
const insert = (transacao: string, more: object = {}, book: Book = 'orders') =>
  ask(book, { grupo_id: '1203@g.us', sender: 'WhatsApp-Bot', transacao, message: 'x', ...more });

test('orders: inserted once, leased to one phone, offered again, confirmed once, given back', async () => {
  expect(await insert('ABC123|100|845123456')).toMatchObject({
    ...{ success: true, referencia: 'ABC123', message: 'Dados inseridos com sucesso' },
    ...{ dados: 'ABC123|100|845123456', timestamp: '22/11/2026 10:00' },
  });
  expect(await insert('abc123|200|845123456')).toMatchObject({
    ...{ success: false, duplicado: true, referencia: 'abc123', status_existente: 'PENDENTE' },
  });
  expect(await pending()).toEqual(['ABC123|100|845123456']);
  expect(await pending()).toEqual([]);
  now = new Date(now.getTime() + 11 * 60_000);
  expect(await pending()).toEqual(['ABC123|100|845123456']);
  const confirm = { action: 'confirmar_recebimento', referencias: ['ABC123', 'NADA'] };
  expect(await ask('orders', confirm)).toMatchObject({
    ...{ success: true, total_confirmado: 2, processados: 1 },
    detalhes: [
      { referencia: 'ABC123', status: 'PROCESSADO' },
      { referencia: 'NADA', status: 'NÃO ENCONTRADO' },
    ],
  });
  expect(await ask('orders', confirm)).toMatchObject({ success: true, processados: 0 });
  now = new Date(now.getTime() + HOUR);
  expect(await pending()).toEqual([]);
  expect(await ask('orders', { action: 'buscar_pedidos_24h' })).toMatchObject({
    ...{ pedidos: ['ABC123|100|845123456'], total: 1 },
  });
  expect(await ask('orders', { action: 'reverter_pendentes', referencias: ['ABC123'] })).toMatchObject({
    ...{ success: true, revertidos: 1 },
  });
  expect(await pending()).toEqual(['ABC123|100|845123456']);
  expect(await pending('orders', undefined, rui)).toEqual([]);
});

test('payments: leased, not swallowed; found by reference; marked once', async () => {
  await insert('REF1D1|12,50|+258845123456', {}, 'payments');
  expect(await insert('REF1D1|12.5|845123456', {}, 'payments')).toMatchObject({
    ...{ duplicado: true, status_existente: 'IGNORADO' },
  });
  expect(await pending('payments')).toEqual(['REF1D1|12.5|845123456']);
  const by = (valor: unknown) =>
    ask('payments', { action: 'buscar_por_referencia', referencia: 'ref1d1', valor });
  expect(await by(12.5)).toMatchObject({ encontrado: true, status: 'PENDENTE', valor: 12.5 });
  expect(await by(13)).toMatchObject({ encontrado: false, motivo: 'Valor não confere' });
  const mark = (valor: unknown) =>
    ask('payments', { action: 'marcar_processado', referencia: 'REF1D1', valor });
  expect(await mark(99)).toMatchObject({ success: false });
  expect(await mark(12.5)).toMatchObject({ success: true, status: 'PROCESSADO' });
  expect(await mark('12.50')).toMatchObject({ success: true, message: /já estava/ });
  expect(await by('12.50')).toMatchObject({ ja_processado: true });
  now = new Date(now.getTime() + HOUR);
  expect(await pending('payments')).toEqual([]);
});

test('a group’s phone gets its own rows and those of no group', async () => {
  await insert('AAA1|100|845123456', { grupo_id: 'a@g.us' });
  await insert('BBB1|100|845123456', { grupo_id: 'b@g.us' });
  await insert('CCC1|100|845123456', { grupo_id: '' });
  expect(await pending('orders', 'a@g.us')).toEqual(['AAA1|100|845123456', 'CCC1|100|845123456']);
  expect(await pending()).toEqual(['BBB1|100|845123456']);
});

test('two phones that ask at once get different rows', async () => {
  for (let i = 0; i < 20; i++) await insert(`REF${i}|100|845123456`);
  const got = await Promise.all([1, 2, 3, 4, 5].map(() => pending()));
  expect(got.flat()).toHaveLength(20);
  expect(new Set(got.flat()).size).toBe(20);
});

test('nothing that is no row gets in, and no formula', async () => {
  for (const bad of [
    'ABC|1',
    '=CMD|1|845123456',
    'ABC123|x|845123456',
    'ABC123|1|84|5',
    '',
    'A B|1|845123456',
  ])
    expect(await insert(bad)).toMatchObject({ success: false });
  await insert('ABC123|100|845123456', { message: '=HYPERLINK("x")\n|', grupo_id: '@SUM(1)\u0000' });
  const [row] = await t.db.select().from(sheetRows).where(eq(sheetRows.refKey, 'ABC123'));
  expect(row).toMatchObject({ message: '\'=HYPERLINK("x") |', chat: "'@SUM(1)" });
});

/** A package all of whose renewals were filed while the phone was off. */
async function filedRenewals(n: number) {
  const subscriptionId = newId();
  const common = { resellerId: ana.resellerId, number: '845123456', chat: '', message: '' };
  const slots = Array.from({ length: n }, (_, i) => ({ id: newId(), k: i + 1 }));
  const rows: NewRow[] = slots.map(({ id, k }) => ({
    ...{ ...common, book: 'orders', sheetId: null, subscriptionId, slotId: id },
    ...{ reference: `PKG${subscriptionId.slice(-4)}D${k}`, value: '100' },
  }));
  await t.db.transaction((tx) => fileRows(tx, rows, now));
  return rows.map((row) => row.reference);
}

test('a phone that was off for days gets a package’s renewals one at a time, 20 h apart', async () => {
  const [one = '', two = '', three = ''] = await filedRenewals(3);
  const [other = ''] = await filedRenewals(1);
  const handed = async () => ((await pending()) as string[]).map((row) => row.split('|')[0]).sort();
  expect(await handed()).toEqual([one, other].sort());
  expect(await handed()).toEqual([]);
  await ask('orders', { action: 'confirmar_recebimento', referencias: [one, other] });
  now = new Date(now.getTime() + 19 * HOUR);
  expect(await handed()).toEqual([]);
  now = new Date(now.getTime() + 2 * HOUR);
  expect(await handed()).toEqual([two]);
  // Not confirmed: it is offered again, and the third still waits for it.
  now = new Date(now.getTime() + 30 * HOUR);
  expect(await handed()).toEqual([two]);
  await ask('orders', { action: 'reverter_pendentes', referencias: [two] });
  expect(await handed()).toEqual([two]);
  await ask('orders', { action: 'confirmar_recebimento', referencias: [two] });
  now = new Date(now.getTime() + 20 * HOUR + 1000);
  expect(await handed()).toEqual([three]);
});

test('any way Tasker sends its JSON is read', () => {
  const json = '{"action":"confirmar_recebimento","referencias":["A1","B2"]}';
  const none = new URLSearchParams();
  for (const body of [
    json,
    ` ${json}\n`,
    `${encodeURIComponent(json)}=`,
    `data=${encodeURIComponent(json)}`,
    json,
  ])
    expect(readAsk(body, none)).toMatchObject({
      ...{ action: 'confirmar_recebimento', referencias: ['A1', 'B2'] },
    });
  expect(readAsk('action=confirmar_recebimento&referencias=A1,B2', none)).toMatchObject({
    referencias: ['A1', 'B2'],
  });
  expect(readAsk('', new URLSearchParams('action=buscar_pendentes&grupo_id=1'))).toMatchObject({
    ...{ action: 'buscar_pendentes', grupo_id: '1' },
  });
  for (const body of ['', 'hello', '[1]', 'null', '"x"']) expect(readAsk(body, none)).toBeNull();
});

test('the route: a key opens its own book, a wrong one is 404 and soon 429, the phone is noticed', async () => {
  await insert('ABC123|100|845123456');
  const key = await keyFor(ana.resellerId, 'sheet');
  const call = (key: string, body: string) =>
    POST(new Request('http://x/api/sheets/k/pedidos', { method: 'POST', body }), {
      params: Promise.resolve({ key }),
    });
  const insertion = await call(key, '{"transacao":"NEW1|100|845123456"}');
  expect([insertion.status, (await insertion.json()).success]).toEqual([200, true]);
  expect(await lastUseOf(ana.resellerId, 'sheet')).toBeNull();
  const answer = await call(key, '{"action":"buscar_pendentes"}');
  expect(await answer.json()).toMatchObject({ total: 2 });
  expect(await lastUseOf(ana.resellerId, 'sheet')).not.toBeNull();
  expect((await call(key, 'nonsense')).status).toBe(200);
  expect((await (await call(key, 'x'.repeat(300_000))).json()).success).toBe(false);
  const statuses = [];
  for (let i = 0; i < 32; i++) statuses.push((await call('w'.repeat(22), '{}')).status);
  expect(statuses.slice(0, 30).every((s) => s === 404)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
  expect((await call(key, '{"action":"buscar_pendentes"}')).status).toBe(200);
  await t.db.delete(rateLimits);
});
