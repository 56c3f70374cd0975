import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { ana, debtor, now, pass, setStage, t } from '@/db/test-stage';
import {
  FAKE_INSTANCE,
  FAKE_KEY,
  type FakeEvolution,
  startFakeEvolution,
} from '@/lib/channels/evolution/fake-evolution';
import { connectGateway } from '@/lib/channels/evolution/jobs';
import { sendMessage } from '@/lib/channels/jobs';
import { listMessages } from '@/lib/channels/list/queries';
import { payInvoice } from '@/lib/invoices/commands';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { escalateOverdue } from './jobs';
import { countOverdue } from './queries';

const COMPANY = '+5511988887777';
let gateway: FakeEvolution;
setStage(new Date('2026-11-21T12:00:00Z'));
beforeAll(async () => {
  gateway = await startFakeEvolution();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS += `,${new URL(gateway.url).host}`;
});
afterAll(() => gateway.stop());
beforeEach(() => givePhone(COMPANY));

const givePhone = (phone: string | null) =>
  t.db.update(resellers).set({ phone }).where(eq(resellers.id, ana.resellerId));
/** A payment that nobody drives: it waits. */
async function waiting() {
  const { invoiceId, clientId } = await debtor();
  const intentId = newId();
  await payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
  await t.sql`update renewal_intents set created_at = ${now} where id = ${intentId}`;
  return { intentId, clientId };
}
async function escalate() {
  const count = { planned: 0, done: 0, skipped: 0, failed: 0 };
  await escalateOverdue(now, count);
  return count.done;
}
const alerts = async () =>
  (await t.db.select().from(messages).where(eq(messages.resellerId, ana.resellerId))).filter(
    (m) => m.kind === 'alert',
  );

test('48 h without an end: one message to the company for all of them, to be sent by hand', async () => {
  await waiting();
  await waiting();
  pass(48 * HOUR_MS);
  expect([await escalate(), await countOverdue(ana.resellerId, now)]).toEqual([0, 0]);
  pass(1_000);
  expect(await countOverdue(ana.resellerId, now)).toBe(2);
  await Promise.all([1, 2, 3].map(escalate));
  expect(await escalate()).toBe(0);
  const page = await listMessages(ana.resellerId, { tab: 'ready', cursor: null }, now);
  const item = page.items.find((one) => one.kind === 'alert');
  expect(item).toMatchObject({ channel: 'manual', phone: COMPANY });
  expect(item?.text).toContain('2 renovações pagas');
  expect(item?.link).toContain('https://wa.me/5511988887777?text=');
  expect(await alerts()).toHaveLength(1);
});

test('a later one is told the next day, the old ones are not told again', async () => {
  await waiting();
  pass(HOUR_MS);
  await waiting();
  pass(47 * HOUR_MS + 1);
  expect(await escalate()).toBe(1);
  pass(HOUR_MS);
  // The second is overdue now, but the day has had its message.
  expect([await escalate(), await countOverdue(ana.resellerId, now)]).toEqual([0, 2]);
  pass(DAY_MS);
  expect(await escalate()).toBe(1);
  pass(DAY_MS);
  expect(await escalate()).toBe(0);
  expect((await alerts()).map((m) => m.body.split(' ')[1]).sort()).toEqual(['2', 'Uma']);
});

test('proved, refused and undone renewals are none of it; without a number there is only the banner', async () => {
  const ends = await Promise.all([waiting(), waiting(), waiting()]);
  const states = ['verified', 'rejected', 'cancelled'];
  for (const [n, { intentId }] of ends.entries())
    await t.sql`update renewal_intents set state = ${states[n] ?? ''} where id = ${intentId}`;
  pass(3 * DAY_MS);
  expect([await escalate(), await countOverdue(ana.resellerId, now)]).toEqual([0, 0]);
  await givePhone(null);
  await waiting();
  pass(3 * DAY_MS);
  expect([await escalate(), await countOverdue(ana.resellerId, now)]).toEqual([0, 1]);
  await givePhone(COMPANY);
  expect(await escalate()).toBe(1);
});

test('with a gateway it goes to the company, not to the client', async () => {
  const form = { baseUrl: gateway.url, instance: FAKE_INSTANCE, apiKey: FAKE_KEY };
  expect(await connectGateway(ana, form, now)).toMatchObject({ state: 'open' });
  await waiting();
  pass(48 * HOUR_MS + 1);
  await escalate();
  const [alert] = await alerts();
  expect(await sendMessage(alert?.id ?? '', () => now)).toBe('sent');
  expect(gateway.ledger.map((sent) => sent.number)).toEqual([COMPANY.slice(1)]);
});
