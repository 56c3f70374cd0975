import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { bulkRows } from '@/db/schema/bulk';
import { payments, renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { panelPackages } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { payInvoice, undoPayment } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { retryFailed } from '../commands';
import { dueBulks, runBulk } from '../jobs';
import { bulkToWatch } from '../queries';
import { startPayments } from './commands';
import { bulkSubjects, getPayments } from './queries';
import { previewOf } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const clock = () => now;
let t: TestDatabase;
let panel: FakePanel;
let ana: Actor;
let bia: Actor;
let shop: Shop;

beforeAll(async () => {
  panel = await startFakePanel({ now: () => now });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller({ name: 'Outra revenda' });
  shop = await openShop(ana, panel, now);
});
afterAll(async () => {
  await panel.close();
  await t.drop();
});

async function debtors(count: number): Promise<string[]> {
  const made: string[] = [];
  for (let i = 0; i < count; i++) made.push((await addDebtor(t, ana, shop, panel, now)).invoiceId);
  return made;
}
const start = async (invoiceIds: string[], bulkId = newId()) => {
  expect(await startPayments(ana, { bulkId, invoiceIds }, now)).toBe(true);
  return bulkId;
};
const tally = async (bulkId: string) => (await getPayments(ana.resellerId, bulkId))?.tally;
const paymentsOf = (invoiceId: string) =>
  t.db.select().from(payments).where(eq(payments.invoiceId, invoiceId));

test('pressed twice and worked by five at once: each invoice paid once, one intent and one message each', async () => {
  const ids = await debtors(12);
  const bulkId = await start(ids);
  await start(ids, bulkId);
  expect(await dueBulks(now, 10)).toEqual([{ id: bulkId, group: bulkId }]);
  await Promise.all(Array.from({ length: 5 }, () => runBulk(bulkId, clock)));
  expect(await tally(bulkId)).toEqual({ pending: 0, done: 12, skipped: 0, failed: 0 });
  for (const id of ids) {
    const [row] = await t.db.select().from(bulkRows).where(eq(bulkRows.invoiceId, id));
    expect(await paymentsOf(id)).toMatchObject([{ id: row?.id, source: 'bulk', paidByName: ana.userName }]);
    expect(await t.db.select().from(renewalIntents).where(eq(renewalIntents.invoiceId, id))).toHaveLength(1);
  }
  expect(await t.db.select().from(messages).where(eq(messages.resellerId, ana.resellerId))).toHaveLength(12);
  expect(await runBulk(bulkId, clock)).toBeNull();
});

test('ended at 40 %, taken up later: the rest is paid and nothing twice', async () => {
  const ids = await debtors(10);
  const bulkId = await start(ids);
  // The process ends between the fourth payment and the note of it.
  const rows = await t.db.select().from(bulkRows).where(eq(bulkRows.bulkId, bulkId));
  for (const row of rows.filter((r) => r.position < 4))
    await payInvoice(
      ana,
      { invoiceId: row.invoiceId ?? '', intentId: row.id, source: 'bulk', holdMs: 10_000 },
      now,
    );
  await runBulk(bulkId, clock);
  expect(await tally(bulkId)).toEqual({ pending: 0, done: 10, skipped: 0, failed: 0 });
  for (const id of ids) expect(await paymentsOf(id)).toHaveLength(1);
});

test('what cannot be paid says why beside the row and holds up nothing; the retry pays only that', async () => {
  const [theirs = '', fine = '', ...rest] = await debtors(3);
  const by = { ...ana, userName: 'Outra pessoa' };
  await payInvoice(by, { invoiceId: theirs, intentId: newId(), source: 'manual', holdMs: 0 }, now);
  const sold = eq(panelPackages.serverId, shop.serverId);
  const bulkId = await start([theirs, fine, ...rest]);
  await t.db.update(panelPackages).set({ active: false }).where(sold);
  await runBulk(bulkId, clock);
  expect(
    (await getPayments(ana.resellerId, bulkId))?.rows.map((r) => [r.state, r.reason, r.paidByName]),
  ).toEqual([
    ['skipped', 'already_paid', 'Outra pessoa'],
    ['failed', 'package_inactive', null],
    ['failed', 'package_inactive', null],
  ]);
  expect(await bulkToWatch(ana.resellerId, ['pay'], now)).toMatchObject({
    id: bulkId,
    skipped: 1,
    failed: 2,
  });
  await t.db.update(panelPackages).set({ active: true }).where(sold);
  expect(await retryFailed(ana, bulkId, now)).toBe(2);
  expect(await retryFailed(ana, bulkId, now)).toBe(0);
  await runBulk(bulkId, clock);
  expect(await tally(bulkId)).toEqual({ pending: 0, done: 2, skipped: 1, failed: 0 });
  expect(await bulkToWatch(ana.resellerId, ['pay'], now)).toBeNull();
});

test('taken back by a person before the row was noted: not paid again', async () => {
  const [id = ''] = await debtors(1);
  const bulkId = await start([id]);
  const [row] = await t.db.select().from(bulkRows).where(eq(bulkRows.bulkId, bulkId));
  const asked = { invoiceId: id, intentId: row?.id ?? '', source: 'bulk' as const, holdMs: 10_000 };
  await payInvoice(ana, asked, now);
  await undoPayment(ana, id, now);
  await runBulk(bulkId, clock);
  expect((await getPayments(ana.resellerId, bulkId))?.rows).toMatchObject([
    { state: 'skipped', reason: 'undone' },
  ]);
});

test('another reseller sees, starts and retries nothing of it', async () => {
  const ids = await debtors(2);
  const bulkId = await start(ids);
  expect(await getPayments(bia.resellerId, bulkId)).toBeNull();
  expect(await retryFailed(bia, bulkId, now)).toBe(0);
  expect(await startPayments(bia, { bulkId: newId(), invoiceIds: ids }, now)).toBe(false);
  expect(await bulkSubjects(bia.resellerId, ids)).toEqual([]);
  expect(await bulkToWatch(bia.resellerId, ['pay'], now)).toBeNull();
});

test('the preview sums money and credits, and names what will not pass', async () => {
  const ids = await debtors(3);
  const [gone = ''] = ids;
  await payInvoice(ana, { invoiceId: gone, intentId: newId(), source: 'manual', holdMs: 0 }, now);
  const preview = previewOf(await bulkSubjects(ana.resellerId, ids), ids.length);
  expect(preview).toMatchObject({ count: 2, total: 'R$\u00a071,80' });
  const panelLine = preview.lines.find((l) => l.label === 'Painel Servidor de teste');
  expect(panelLine?.value).toMatch(/^2 renovações · \d+ créditos?$/);
  expect(preview.lines.at(-1)?.label).toBe('Não vão passar');
});
