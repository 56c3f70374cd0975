import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/receipts/[key]/route';
import { messages } from '@/db/schema/messages';
import { packageSlots } from '@/db/schema/packages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { keyFor } from '@/lib/keys/commands';
import { activatePaid, takePasted } from './commands';
import { dueReceipts, workReceipt } from './jobs';

const MINUTE = 60_000;
const NUMBER = '+258845123456';
let t: TestDatabase;
let m: Market;
let key: string;
const now = new Date();
const later = (ms: number) => async () => new Date(now.getTime() + ms);

beforeAll(async () => {
  // The route is called outside Next, which has no "after the answer" then: the work is the worker's.
  process.env.HAS_WORKER = '1';
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  m = await openMarket(t, now);
  key = await keyFor(m.ana.resellerId, 'receipts');
});

const forward = (text: string, wish: { key?: string; type?: string; raw?: string } = {}) =>
  POST(
    new Request('http://localhost/x', {
      method: 'POST',
      headers: { 'content-type': wish.type ?? 'application/json' },
      body: wish.raw ?? JSON.stringify({ text }),
    }),
    { params: Promise.resolve({ key: wish.key ?? key }) },
  );

test('the customer first, then the phone: one package, order, payment, three renewals, the group is told', async () => {
  const ref = reference();
  expect(await m.paste(payerText(ref))).toContain('é ativado assim que');
  expect([await m.packages(), await m.said(ref)]).toEqual([[], [null, 'open', null]]);
  const answer = await forward(payeeText(ref));
  expect([answer.status, (await answer.json()).result]).toEqual([200, 'new']);
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  const [made] = await m.packages();
  expect(made).toMatchObject({
    reference: ref,
    number: NUMBER,
    days: 3,
    mode: 'automatic',
    initialCents: 4_400,
  });
  expect(await m.books()).toEqual([`orders ${ref}|2000|845123456`, `payments ${ref}|44|845123456`]);
  const slots = await t.db
    .select()
    .from(packageSlots)
    .where(eq(packageSlots.subscriptionId, made?.id ?? ''));
  expect(slots.map((s) => s.reference).sort()).toEqual([`${ref}D1`, `${ref}D2`, `${ref}D3`]);
  const told = await t.db
    .select()
    .from(messages)
    .where(eq(messages.subjectId, made?.id ?? ''));
  expect(told.map((m) => m.body?.split('\n')[0])).toEqual(['🎉 PACOTE AUTOMÁTICO ATIVADO!']);
});

test('the phone first, then the customer, in small letters and broken over lines', async () => {
  const ref = reference();
  await forward(payeeText(ref));
  expect(await m.said(ref)).toEqual(['open', null, null]);
  expect(await m.paste(payerText(ref.toLowerCase()).replaceAll(' ', '\n'))).toContain(
    'Pacote ativado para 845123456',
  );
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  expect(await m.paste(payerText(ref))).toContain('já foi usado');
  expect(((await (await forward(payeeText(ref))).json()) as { result: string }).result).toBe('known');
  expect(await m.packages()).toHaveLength(1);
});

test.each([1, 2, 3])('both sides five times at once, round %i: one package', async () => {
  const ref = reference();
  const all = Array.from({ length: 5 }, () => [forward(payeeText(ref)), m.paste(payerText(ref))]).flat();
  await Promise.all(all.sort(() => Math.random() - 0.5));
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  expect([(await m.packages()).length, (await m.books()).length]).toEqual([1, 2]);
});

test('the SMS arrives while the customer’s message is being worked on: neither misses the other', async () => {
  const ref = reference();
  const text = { resellerId: m.ana.resellerId, groupId: m.groupId, author: null, text: payerText(ref) };
  const pasting = t.db.transaction(async (tx) => {
    await takePasted(tx, text, now);
    await sleep(300);
  });
  await sleep(100);
  const forwarding = forward(payeeText(ref));
  await Promise.all([pasting, forwarding]);
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
});

test('twenty payments in any order at once: twenty packages', async () => {
  const refs = Array.from({ length: 10 }, reference);
  await Promise.all(refs.flatMap((ref) => [m.paste(payerText(ref)), forward(payeeText(ref))]));
  expect((await Promise.all(refs.map(m.said))).flat().filter((s) => s !== 'used' && s !== null)).toEqual([]);
  expect(await m.packages()).toHaveLength(10);
});

test.each([
  [
    'the amounts differ',
    (r: string) => [payeeText(r, '40.00'), payerText(r)],
    ['open', 'review', 'amount_differs'],
  ],
  [
    'no such price',
    (r: string) => [payeeText(r, '45.00'), payerText(r, '45.00')],
    ['open', 'review', 'price_unknown'],
  ],
  [
    'a metical beside a price',
    (r: string) => [payeeText(r, '43.00'), payerText(r, '43.00')],
    ['open', 'review', 'price_unknown'],
  ],
  [
    'two packages at one price',
    (r: string) => [payeeText(r, '149.00'), payerText(r, '149.00')],
    ['open', 'review', 'price_ambiguous'],
  ],
  [
    'sold without renewals',
    (r: string) => [payeeText(r, '17.00'), payerText(r, '17.00')],
    ['open', 'review', 'not_renewable'],
  ],
  [
    'a length that nobody sells',
    (r: string) => [payeeText(r, '99.00'), payerText(r, '99.00')],
    ['open', 'review', 'bad_type'],
  ],
  ['no number', (r: string) => [payeeText(r), payerText(r, '44.00', '')], ['open', 'review', 'no_number']],
  [
    'two numbers',
    (r: string) => [payeeText(r), payerText(r, '44.00', ' 845123456 851112222')],
    ['open', 'review', 'several_numbers'],
  ],
  [
    'Movitel',
    (r: string) => [payeeText(r), payerText(r, '44.00', ' 865123456')],
    ['open', 'review', 'bad_number'],
  ],
  [
    'a customer pastes what only the paid one gets',
    (r: string) => [payeeText(r), `${payeeText(r)} 845123456`],
    ['open', 'review', 'received_pasted'],
  ],
])('%s: a person decides, nothing is made', async (_, texts, wanted) => {
  const ref = reference();
  const [payee = '', payer = ''] = texts(ref);
  await m.paste(payer);
  await forward(payee);
  expect(await m.said(ref)).toEqual(wanted);
  expect([await m.packages(), await m.books()]).toEqual([[], []]);
});

test('a customer’s text alone, even of one who is paid, makes nothing however long it waits', async () => {
  const [ref, fake] = [reference(), reference()];
  await m.paste(payerText(ref));
  await m.paste(`${payeeText(fake)} 845123456`);
  const id = (await m.sides(ref)).payer?.id ?? '';
  expect(await workReceipt(id, later(4 * MINUTE))).toBeNull();
  expect(await Promise.all([1, 2, 3].map(() => workReceipt(id, later(5 * MINUTE))))).toContain('told');
  const due = await dueReceipts(await later(6 * MINUTE)(), 500);
  expect(due.filter((row) => row.id === id)).toEqual([]);
  expect(await workReceipt(id, later(1_440 * MINUTE))).toBe('review');
  expect(await m.said(ref)).toEqual([null, 'review', 'unmatched']);
  const told = await t.db.select().from(messages).where(eq(messages.subjectId, id));
  expect(told.map((m) => [m.kind, m.body?.includes('ainda não foi confirmado')])).toEqual([['reply', true]]);
  expect(await m.packages()).toEqual([]);
});

test('a reference that made a package before: by hand it links, for another number a person looks', async () => {
  const ref = reference();
  const form = { reference: ref, number: NUMBER, groupId: m.groupId, amountCents: 4_400 };
  expect(await activatePaid(m.ana, form, now)).toMatchObject({ ok: true });
  expect(await activatePaid(m.ana, form, now)).toMatchObject({ ok: false, reason: 'reference_used' });
  await m.paste(payerText(ref, '44.00', ' 851112222'));
  await forward(payeeText(ref));
  expect(await m.said(ref)).toEqual(['used', 'review', 'reference_used']);
  expect(await m.packages()).toHaveLength(1);
});

test('only whole SMS of money that came are kept; forms and bare texts are understood', async () => {
  const ref = reference();
  const result = async (answer: Promise<Response>) =>
    ((await (await answer).json()) as { result?: string }).result;
  expect(await result(forward('O seu codigo do banco e 123456'))).toBe('not_receipt');
  expect(await result(forward(payerText(ref)))).toBe('outgoing');
  expect(await result(forward(`Ola! ${payeeText(ref)}`))).toBe('not_receipt');
  expect(await result(forward('', { raw: '{"text": 7' }))).toBe('not_receipt');
  expect(await m.sides(ref)).toEqual({ payee: undefined, payer: undefined });
  const form = new URLSearchParams({ from: 'M-Pesa', message: payeeText(ref) }).toString();
  expect(await result(forward('', { raw: form, type: 'application/x-www-form-urlencoded' }))).toBe('new');
  const bare = reference();
  expect(await result(forward('', { raw: payeeText(bare), type: 'text/plain' }))).toBe('new');
  const faked = reference();
  const raw = JSON.stringify({ text: payeeText(faked), from: '+258 84 999 9999' });
  expect(await result(forward('', { raw }))).toBe('new');
  expect(await m.said(faked)).toEqual(['review', null, 'sender']);
});

test.each(['João Cliente', 'João (841112222)', '+258841112222 João', '1234'])(
  'an SMS that the app says %s sent: a person looks, whatever the customer pastes',
  async (from) => {
    const ref = reference();
    await forward('', { raw: JSON.stringify({ text: payeeText(ref), from }) });
    await m.paste(payerText(ref));
    expect(await m.said(ref)).toEqual(['review', 'review', 'payee_doubt']);
    expect((await m.sides(ref)).payee?.reason).toBe('sender');
    expect(await m.packages()).toEqual([]);
  },
);

test('unknown addresses 404, too long 413, another kind of key 404', async () => {
  expect((await forward('x', { key: 'A'.repeat(22) })).status).toBe(404);
  expect((await forward('x', { key: '..%2f..' })).status).toBe(404);
  expect((await forward('x', { key: await keyFor(m.ana.resellerId, 'sheet') })).status).toBe(404);
  expect((await forward('', { raw: 'x'.repeat(17_000) })).status).toBe(413);
  const answers = await Promise.all(Array.from({ length: 35 }, () => forward('x', { key: 'B'.repeat(22) })));
  expect(answers.map((a) => a.status)).toContain(429);
  expect((await forward(payeeText(reference()))).status).toBe(200);
});
