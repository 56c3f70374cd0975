import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/evolution/[key]/route';
import { newId } from '@/db/ids';
import { groupAdmins, groups } from '@/db/schema/groups';
import { inboundEvents } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { upsertPayload, type Wish } from '@/lib/channels/evolution/fake-inbound';
import { keyFor } from '@/lib/keys/commands';
import { dueInbound } from '@/lib/mercadopago/inbound/jobs';
import { runInbound } from './jobs';

const ADMIN = '258840000009';
const CLIENT = '258845123456';
const JID = '120363000000000009@g.us';
let t: TestDatabase;
let shop: { actor: Actor; key: string };
beforeAll(async () => {
  process.env.HAS_WORKER = '1';
  t = await testDatabase();
});
beforeEach(async () => {
  const actor = await t.reseller({ country: 'MZ' });
  const { resellerId } = actor;
  const groupId = newId();
  await t.db.insert(groups).values({ id: groupId, resellerId, name: 'Net Rápida', jid: JID });
  await t.db.insert(groupAdmins).values({ resellerId, groupId, phone: `+${ADMIN}`, name: 'Ana' });
  shop = { actor, key: await keyFor(resellerId, 'evolution') };
});
afterAll(() => t.drop());

const hear = async (wish: Wish) => {
  const body = JSON.stringify(upsertPayload({ group: JID, ...wish }));
  const request = new Request('http://test/', { method: 'POST', body });
  expect((await POST(request, { params: Promise.resolve({ key: shop.key }) })).status).toBe(200);
};
/** All at once: the counter is of their own transactions and takes no further connection. */
const workAll = async (now = new Date()) => {
  await Promise.all((await dueInbound(now, 100)).map(({ id }) => runInbound(id, () => now)));
};
const events = () =>
  t.db.select().from(inboundEvents).where(eq(inboundEvents.resellerId, shop.actor.resellerId));
const replies = () => t.db.select().from(messages).where(eq(messages.resellerId, shop.actor.resellerId));

test('who only asks is answered six times a minute; what does something, and an admin’s acts, always', async () => {
  const ask = { phone: CLIENT, text: '.validade 845123456' };
  for (let i = 0; i < 40; i++) await hear(ask);
  await hear({ ...ask, phone: '258847654321' });
  for (let i = 0; i < 8; i++) await hear({ phone: ADMIN, text: `.pacote 5 ABC12${i} 845123456` });
  await hear({ phone: ADMIN, text: '.pacote 5 ABC120 845123456' });
  await workAll();
  await hear({ ...ask, text: '.cancelar_pacote 845123456 ABC120' });
  await workAll();
  const all = await replies();
  const done = all.filter(({ kind }) => kind === 'outcome');
  expect(done.map(({ body }) => body.split('\n')[0])).toEqual([
    ...Array.from({ length: 8 }, () => '🎯 RENOVAÇÕES AGENDADAS!'),
    '✅ *PACOTE CANCELADO*',
  ]);
  expect(all.length - done.length).toBe(6 + 1 + 1);
  const dropped = (await events()).filter(({ reason }) => reason === 'too_many');
  expect(dropped).toHaveLength(34);
  expect(dropped[0]).toMatchObject({ state: 'ignored', body: '' });
});

test('an admin who asks for many customers in a minute is answered each time', async () => {
  for (let i = 0; i < 12; i++) await hear({ phone: ADMIN, text: `.validade 84512345${i % 10}` });
  await workAll();
  expect(await replies()).toHaveLength(12);
});

test('a pasted receipt is answered however many come, as something that was done', async () => {
  const sms = (ref: string) =>
    `Confirmado ${ref}. Transferiste 100.00MT e a taxa foi de 0.00MT para 850000002 - Loja Exemplo aos 30/6/26 as 2:18 AM. O teu novo saldo M-Pesa e de 500.00MT.\n845123456`;
  for (let i = 0; i < 8; i++) await hear({ phone: CLIENT, text: sms(`DHB6CDEFGH${i}`) });
  await workAll();
  expect((await replies()).map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'outcome'));
});
