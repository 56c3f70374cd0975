import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET, POST } from '@/app/api/webhooks/whatsapp-cloud/[key]/route';
import { newId } from '@/db/ids';
import { groupAdmins } from '@/db/schema/groups';
import { inboundEvents } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import {
  FAKE_APP_SECRET,
  FAKE_PHONE_ID,
  FAKE_TOKEN,
  type FakeCloud,
  heard,
  signedDelivery,
  startFakeCloud,
} from '@/lib/channels/cloud/fake-cloud';
import { connectCloud } from '@/lib/channels/cloud/jobs';
import { queueDirect } from '@/lib/channels/direct/commands';
import { dueMessages, sendMessage } from '@/lib/channels/jobs';
import { keyFor } from '@/lib/keys/commands';
import { dueInbound } from '@/lib/mercadopago/inbound/jobs';
import { runInbound } from '../jobs';

const NOW = new Date('2026-11-22T10:00:00Z');
const ADMIN = '258840000009';
let t: TestDatabase;
let fake: FakeCloud;
let actor: Actor;
let key: string;
beforeAll(async () => {
  process.env.HAS_WORKER = '1';
  t = await testDatabase();
  fake = await startFakeCloud();
  process.env.WHATSAPP_CLOUD_URL = fake.url;
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
});
beforeEach(async () => {
  actor = await t.reseller({ country: 'MZ' });
  const { resellerId } = actor;
  await t.db.insert(groupAdmins).values({ resellerId, groupId: null, phone: `+${ADMIN}`, name: 'Ana' });
  await connectCloud(actor, { phoneId: FAKE_PHONE_ID, token: FAKE_TOKEN, appSecret: FAKE_APP_SECRET }, NOW);
  key = await keyFor(resellerId, 'cloud');
});
afterAll(async () => {
  await fake.stop();
  await t.drop();
});

const params = (of = key) => ({ params: Promise.resolve({ key: of }) });
const post = async (body: string, signature: string | null, of = key) => {
  const headers: Record<string, string> = signature === null ? {} : { 'x-hub-signature-256': signature };
  return (await POST(new Request('http://test/', { method: 'POST', body, headers }), params(of))).status;
};
const tell = (value: object) => {
  const { body, signature } = signedDelivery(value);
  return post(body, signature);
};
const events = () => t.db.select().from(inboundEvents).where(eq(inboundEvents.resellerId, actor.resellerId));
const outbox = () => t.db.select().from(messages).where(eq(messages.resellerId, actor.resellerId));
const workAll = async (now = new Date()) => {
  for (const { id } of await dueInbound(now, 100)) await runInbound(id, () => now);
};

test('the handshake answers the challenge as plain text, else 403', async () => {
  const greet = async (query: string, of = key) => {
    const answer = await GET(new Request(`http://test/?${query}`), params(of));
    return [answer.status, await answer.text(), answer.headers.get('content-type')];
  };
  const query = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${key}`;
  expect(await greet(query)).toEqual([200, '1158201444', 'text/plain; charset=utf-8']);
  expect((await greet(query.replace(key, 'errado')))[0]).toBe(403);
  expect((await greet(query.replace('subscribe', 'x')))[0]).toBe(403);
  const strange = 'x'.repeat(22);
  expect((await greet(query.replace(key, strange), strange))[0]).toBe(403);
});

test('a NUL anywhere is taken out: Meta would repeat a refusal for days', async () => {
  const NUL = String.fromCharCode(0);
  expect(await tell(heard(`wamid.${NUL}9`, ADMIN, `.pacotes${NUL}_todos`))).toBe(200);
  expect(await tell(heard(`wamid.10`, `${ADMIN}${NUL}`, '.pacotes_todos'))).toBe(200);
  expect(await tell({ statuses: [{ id: `wamid.${NUL}out`, status: 'delivered' }] })).toBe(200);
  await workAll();
  await workAll(new Date(Date.now() + 120_000));
  expect((await events()).map(({ state, subject }) => [state, subject]).sort()).toEqual([
    ['done', ADMIN],
    ['done', ADMIN],
    ['ignored', 'wamid.out'],
  ]);
});

test('wrong, absent and of other bytes: without its signature nothing is even read', async () => {
  const { body, signature } = signedDelivery(heard('wamid.1', ADMIN, '.pacotes_todos'));
  expect(await post(body, null)).toBe(401);
  expect(await post(body, 'sha256=00')).toBe(401);
  expect(await post(body, signature.slice(7))).toBe(401);
  expect(await post(`${body} `, signature)).toBe(401);
  expect(await post(body.replace('todos', 'ativo'), signature)).toBe(401);
  const forged = signedDelivery(heard('wamid.1', ADMIN, '.pacotes_todos'), 'other secret');
  expect(await post(forged.body, forged.signature)).toBe(401);
  expect(await post(body, signature, 'x'.repeat(22))).toBe(404);
  expect(await events()).toEqual([]);
  expect(await post(body, signature)).toBe(200);
  expect(await events()).toHaveLength(1);
});

test('a batch, repeated and in any order, acts once per message; the answer goes to the number', async () => {
  const value = {
    contacts: [...heard('', ADMIN, '').contacts, ...heard('', '258845123456', '').contacts],
    messages: [
      ...heard('wamid.B1', ADMIN, '.pacote 5 ABC123 845123456').messages,
      ...heard('wamid.B2', '258845123456', 'bom dia').messages,
    ],
  };
  expect(await tell(value)).toBe(200);
  expect(await tell({ ...value, messages: [...value.messages].reverse() })).toBe(200);
  await workAll();
  await tell(value);
  await workAll();
  const [reply, ...more] = await outbox();
  expect(more).toEqual([]);
  expect(reply).toMatchObject({ channel: 'cloud', phone: `+${ADMIN}`, chat: null });
  expect(reply?.body).toContain('RENOVAÇÕES AGENDADAS');
});

test('another number’s messages and groups’ are passed by; one without a number answers nobody', async () => {
  const other = signedDelivery(heard('wamid.O', ADMIN, '.pacotes_todos'));
  const body = other.body.replace(FAKE_PHONE_ID, '999999999');
  const { createHmac } = await import('node:crypto');
  await post(body, `sha256=${createHmac('sha256', FAKE_APP_SECRET).update(body).digest('hex')}`);
  const hidden = { id: 'wamid.H', timestamp: '1', type: 'text', text: { body: '.pacotes_todos' } };
  await tell({ messages: [{ ...hidden, group_id: '120363', from: ADMIN, id: 'wamid.G' }, hidden] });
  await workAll();
  expect(await outbox()).toEqual([]);
  expect((await events()).map(({ reason }) => reason).sort()).toEqual([
    'no_sender',
    'other_instance',
    'unregistered_group',
  ]);
});

test('a status moves our message: delivered for good, failed only before; before its own answer it waits', async () => {
  const send = async (text: string) => {
    const about = { resellerId: actor.resellerId, kind: 'package', subjectId: newId(), body: text } as const;
    await queueDirect(t.db, { ...about, to: { phone: '+258845123456' } }, NOW);
    const now = new Date(NOW.getTime() + (await outbox()).length * 60_000);
    for (const { id } of await dueMessages(now, 10)) await sendMessage(id, () => now);
    return (await outbox()).find(({ body }) => body === text)?.providerId ?? '';
  };
  const status = (id: string, state: string, code?: number) => ({
    statuses: [{ id, status: state, timestamp: '1', ...(code ? { errors: [{ code, title: 'x' }] } : {}) }],
  });
  const one = await send('um');
  const two = await send('dois');
  await tell(status(one, 'read'));
  await tell(status(one, 'sent'));
  await tell(status(one, 'delivered'));
  await tell(status(one, 'failed', 131026));
  await tell(status(two, 'failed', 131047));
  await tell(status('wamid.LATE', 'delivered'));
  const now = new Date();
  await workAll(now);
  expect((await outbox()).map(({ body, state, reason }) => [body, state, reason]).sort()).toEqual([
    ['dois', 'failed', 'template_needed'],
    ['um', 'delivered', null],
  ]);
  const late = (await events()).find(({ subject }) => subject === 'wamid.LATE');
  expect(late).toMatchObject({ state: 'pending', failures: 1 });
  await workAll(new Date(now.getTime() + 120_000));
  expect((await events()).find(({ subject }) => subject === 'wamid.LATE')).toMatchObject({
    reason: 'not_ours',
  });
});
