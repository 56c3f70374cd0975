import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { channels, messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { queueDirect } from '../direct/commands';
import { connectGateway } from '../evolution/jobs';
import { dueMessages, sendMessage } from '../jobs';
import { cloud } from './api';
import { FAKE_APP_SECRET, FAKE_PHONE_ID, FAKE_TOKEN, type FakeCloud, startFakeCloud } from './fake-cloud';
import { connectCloud } from './jobs';

const NOW = new Date('2026-11-22T10:00:00Z');
const FORM = { phoneId: FAKE_PHONE_ID, token: FAKE_TOKEN, appSecret: FAKE_APP_SECRET };
const JID = '120363000000000001@g.us';
let t: TestDatabase;
let fake: FakeCloud;
beforeAll(async () => {
  t = await testDatabase();
  fake = await startFakeCloud();
  process.env.WHATSAPP_CLOUD_URL = fake.url;
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
});
beforeEach(() => {
  fake.play('ok');
  fake.ledger.length = 0;
});
afterAll(async () => {
  await fake.stop();
  await t.drop();
});

const send = () => cloud({ phoneId: FAKE_PHONE_ID, token: FAKE_TOKEN }).send('+258845123456', 'Olá');

test('a text goes to the number’s digits; what Meta answers is its id', async () => {
  expect(await send()).toEqual({ kind: 'sent', id: 'wamid.FAKE1' });
  expect(fake.calls.at(-1)).toMatchObject({
    path: `/v25.0/${FAKE_PHONE_ID}/messages`,
    authorization: `Bearer ${FAKE_TOKEN}`,
    body: {
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: '258845123456' },
      ...{ type: 'text', text: { preview_url: false, body: 'Olá' } },
    },
  });
});

test.each([
  [130429, 'not_sent', 'rate_limited'],
  [131056, 'not_sent', 'rate_limited'],
  [131016, 'not_sent', 'rate_limited'],
  [131047, 'rejected', 'template_needed'],
  [131026, 'rejected', 'undeliverable'],
  [131050, 'rejected', 'undeliverable'],
  [131049, 'rejected', 'wait_a_day'],
  [131030, 'rejected', 'refused'],
  [100, 'rejected', 'refused'],
  [131042, 'not_sent', 'account_stopped'],
  [368, 'not_sent', 'account_stopped'],
  [200, 'not_sent', 'account_stopped'],
  [190, 'not_sent', 'bad_key'],
])('code %i is %s: %s', async (code, kind, reason) => {
  fake.play({ code });
  expect(await send()).toEqual({ kind, reason });
  expect(fake.ledger).toEqual([]);
});

test('a lost answer and a page in its place are doubts, never sent again', async () => {
  fake.play('reply_lost');
  expect(await send()).toMatchObject({ kind: 'unknown' });
  fake.play('html');
  expect(await send()).toMatchObject({ kind: 'unknown', reason: 'server_error' });
});

test('the connection says whether the token opens the number', async () => {
  const look = (phoneId: string, token: string) => cloud({ phoneId, token }).connection();
  expect(await look(FAKE_PHONE_ID, FAKE_TOKEN)).toEqual({ state: 'open', reason: null });
  expect(await look(FAKE_PHONE_ID, 'wrong')).toEqual({ state: 'unauthorized', reason: 'bad_key' });
  expect(await look('999999', FAKE_TOKEN)).toEqual({ state: 'unauthorized', reason: 'instance_absent' });
});

test('connected, numbers are written to by it and groups are left to a person', async () => {
  const owner = await t.reseller({ country: 'MZ' });
  expect(await connectCloud(owner, { ...FORM, appSecret: '' }, NOW)).toBeNull();
  expect(await connectCloud(owner, FORM, NOW)).toEqual({ state: 'open', reason: null });
  const [row] = await t.db.select().from(channels);
  expect(JSON.stringify(row)).not.toMatch(/EAAfake|fake-app-secret/);
  const about = { resellerId: owner.resellerId, kind: 'package', body: 'Ativado' } as const;
  await queueDirect(t.db, { ...about, subjectId: newId(), to: { phone: '+258845123456' } }, NOW);
  await queueDirect(t.db, { ...about, subjectId: newId(), to: { chat: JID } }, NOW);
  for (const { id } of await dueMessages(NOW, 10)) await sendMessage(id, () => NOW);
  expect(fake.ledger).toEqual([{ to: '258845123456', text: 'Ativado' }]);
  const states = await t.db.select().from(messages);
  expect(states.map(({ channel, state }) => [channel, state]).sort()).toEqual([
    ['cloud', 'sent'],
    ['manual', 'queued'],
  ]);
});

test('a second kind of gateway beside the first is not kept', async () => {
  const owner = await t.reseller({ country: 'MZ' });
  await connectCloud(owner, FORM, NOW);
  const other = { baseUrl: 'https://evo.invalid', instance: 'loja1', apiKey: 'chave-da-evolution' };
  expect(await connectGateway(owner, other, NOW)).toMatchObject({ reason: 'other_gateway' });
});
