import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { runDueWork } from '@/lib/jobs/jobs';
import { takePayee } from './commands';
import { dueReceipts, workReceipt } from './jobs';
import { readPasted } from './pasted/rules';
import { readReceipt } from './rules';
import { insertReceipt } from './taking/commands';

const DAY = 86_400_000;
let t: TestDatabase;
let m: Market;
let now: Date;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  now = new Date();
  m = await openMarket(t, now);
});

const after = (ms: number) => async () => new Date(now.getTime() + ms);

/** Both texts are kept, and the process died before it looked at them together. */
async function kept(ref: string): Promise<void> {
  const common = { author: null, reason: null, receivedAt: now };
  const receipt = readReceipt(payeeText(ref));
  const pasted = readPasted(payerText(ref));
  if (!receipt || !pasted) throw new Error('The test’s own texts are no receipts');
  const payee = {
    ...common,
    side: 'payee',
    receipt,
    body: payeeText(ref),
    groupId: null,
    number: null,
  } as const;
  const number = pasted.numbers[0] ?? null;
  const payer = {
    ...common,
    side: 'payer',
    receipt: pasted.receipt,
    body: 'x',
    groupId: m.groupId,
    number,
  } as const;
  await t.db.transaction((tx) => insertReceipt(tx, m.ana.resellerId, payee, now));
  await t.db.transaction((tx) => insertReceipt(tx, m.ana.resellerId, payer, now));
}

test('a process that died between keeping and matching: the tick makes the one package', async () => {
  const ref = reference();
  await kept(ref);
  expect(await m.said(ref)).toEqual(['open', 'open', null]);
  const runs = await Promise.all([1, 2, 3].map(() => runDueWork('cron', ['receipts'])));
  expect(runs.map((run) => run.receipts?.failed)).toEqual([0, 0, 0]);
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  expect(await m.packages()).toHaveLength(1);
});

test('money that nobody claims waits without being looked at again, and is still there a year later', async () => {
  const ref = reference();
  await takePayee(m.ana.resellerId, { text: payeeText(ref) }, now);
  const id = (await m.sides(ref)).payee?.id ?? '';
  expect(await workReceipt(id, after(0))).toBe('waiting');
  const due = await dueReceipts(await after(365 * DAY)(), 500);
  expect(due.filter((row) => row.id === id)).toEqual([]);
  expect(await m.paste(payerText(ref))).toContain('Pacote ativado');
});

test('what belongs to nobody is nothing to do', async () => {
  expect(await workReceipt('01a20189-08cd-7273-ac40-a311cd81d223', after(0))).toBeNull();
});
