import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { boardWorld } from '@/db/test-board';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { countMessages, listMessages } from '@/lib/channels/list/queries';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { needingPerson } from '../queries';
import { sendDigests } from './jobs';

/** 8 h in São Paulo, 13 h in Maputo. */
const MORNING = new Date('2026-12-01T11:00:00Z');
const COMPANY = '+5511988887777';
let t: TestDatabase;
let ana: Actor;
let world: Awaited<ReturnType<typeof boardWorld>>;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  await t.db.update(resellers).set({ digest: false });
  ana = await t.reseller();
  world = await boardWorld(t, ana, MORNING);
  await set({ phone: COMPANY });
});

const set = (wish: Partial<typeof resellers.$inferInsert>) =>
  t.db.update(resellers).set(wish).where(eq(resellers.id, ana.resellerId));
const send = async (at: Date) => {
  const count = { planned: 0, done: 0, skipped: 0, failed: 0 };
  await sendDigests(at, count);
  return count.done;
};
const alerts = () =>
  t.db
    .select()
    .from(messages)
    .where(and(eq(messages.resellerId, ana.resellerId), eq(messages.kind, 'alert')))
    .orderBy(messages.createdAt);

test('one a day at 8 h of the reseller’s zone, however many callers, with counts, the oldest and what to do', async () => {
  const clientId = await world.client('Zé da Esquina');
  await world.renewal({ clientId, createdAt: new Date(MORNING.getTime() - 3 * DAY_MS) });
  await world.renewal({ state: 'rejected' });
  await world.message({});
  expect(await send(new Date(MORNING.getTime() - 1))).toBe(0);
  const sent = await Promise.all([1, 2, 3].map(() => send(MORNING)));
  expect(sent.reduce((a, b) => a + b)).toBe(1);
  expect(await send(new Date(MORNING.getTime() + 5 * HOUR_MS))).toBe(0);
  const [alert, ...more] = await alerts();
  expect(more).toEqual([]);
  expect(alert).toMatchObject({
    period: 'digest:2026-12-01',
    channel: 'manual',
    state: 'queued',
    phone: COMPANY,
  });
  expect(alert?.body).toBe(
    [
      '☀️ Bom dia! 3 entregas precisam de você:',
      '• 2 renovações',
      '• 1 mensagem',
      'A mais antiga espera há 3 dias: Zé da Esquina.',
      'Abra Entregas no UltraGestor: cada uma diz o que houve e o que dá para fazer.',
    ].join('\n'),
  );
  // Without a gateway it stands in Mensagens, to be sent by hand.
  const page = await listMessages(ana.resellerId, { tab: 'ready', cursor: null }, MORNING);
  expect(page.items.map((item) => item.kind)).toContain('alert');
  expect(page.items[0]?.link).toContain('https://wa.me/5511988887777?text=');
});

test('the next one takes the place of yesterday’s, and none is a delivery that needs a person', async () => {
  await world.task({ state: 'rejected' });
  expect(await send(MORNING)).toBe(1);
  await t.sql`update messages set state = 'failed' where kind = 'alert'`;
  expect((await needingPerson(ana.resellerId)).count).toBe(1);
  expect((await countMessages(ana.resellerId, MORNING)).problem, 'Mensagens says the same').toBe(0);
  expect(await send(new Date(MORNING.getTime() + DAY_MS))).toBe(1);
  expect((await alerts()).map((alert) => alert.state)).toEqual(['cancelled', 'queued']);
});

test('nothing to say, no number, switched off, or past the evening: none, and the day is not asked again', async () => {
  expect(await send(MORNING)).toBe(0);
  await world.row({});
  expect(await send(new Date(MORNING.getTime() + HOUR_MS))).toBe(0);
  const tomorrow = new Date(MORNING.getTime() + DAY_MS);
  await set({ phone: null });
  expect(await send(tomorrow)).toBe(0);
  await set({ phone: COMPANY, digest: false });
  expect(await send(tomorrow)).toBe(0);
  await set({ digest: true });
  expect(await send(new Date(tomorrow.getTime() + 12 * HOUR_MS))).toBe(0);
  expect(await send(tomorrow)).toBe(1);
});
