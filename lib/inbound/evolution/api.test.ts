import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/evolution/[key]/route';
import { newId } from '@/db/ids';
import { groupAdmins, groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import {
  FAKE_INSTANCE,
  FAKE_KEY,
  type FakeEvolution,
  startFakeEvolution,
} from '@/lib/channels/evolution/fake-evolution';
import { connectGateway, namesOfGroups, pointWebhook } from '@/lib/channels/evolution/jobs';
import { dueMessages, sendMessage } from '@/lib/channels/jobs';
import { fakeWeb } from '@/lib/fake-web';
import { keyFor } from '@/lib/keys/commands';
import { dueInbound } from '@/lib/mercadopago/inbound/jobs';
import { evolutionSecret, runInbound } from '../jobs';
import { evolutionIncoming, evolutionPieces } from './api';

const JID = '120363000000000001@g.us';
let t: TestDatabase;
let fake: FakeEvolution;
const far = fakeWeb();
beforeAll(async () => {
  process.env.HAS_WORKER = '1';
  t = await testDatabase();
  fake = await startFakeEvolution();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
});
afterAll(async () => {
  far.close();
  await fake.stop();
  await t.drop();
});

/** Our route behind a real listener: the gateway posts to it as to any address. */
const site = () =>
  far.web((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { authorization } = request.headers;
      const headers: Record<string, string> = authorization ? { authorization } : {};
      const asked = new Request('http://test/', { method: 'POST', headers, body: Buffer.concat(chunks) });
      const key = request.url?.split('/').at(-1) ?? '';
      response.writeHead((await POST(asked, { params: Promise.resolve({ key }) })).status).end();
    });
  });

test('from the phone through the webhook and back to the group: five deliveries, one answer', async () => {
  const actor = await t.reseller({ country: 'MZ' });
  const { resellerId } = actor;
  const groupId = newId();
  await t.db.insert(groups).values({ id: groupId, resellerId, name: 'Net Rápida', jid: JID });
  await t.db.insert(groupAdmins).values({ resellerId, groupId, phone: '+258840000009', name: 'Ana' });
  await connectGateway(actor, { baseUrl: fake.url, instance: FAKE_INSTANCE, apiKey: FAKE_KEY }, new Date());
  const key = await keyFor(resellerId, 'evolution');
  const url = `http://127.0.0.1:${await site()}/api/webhooks/evolution/${key}`;
  expect(await pointWebhook(resellerId, { url, authorization: `Bearer ${evolutionSecret(key)}` })).toBeNull();

  const wish = { text: '.pacotes_ativos', group: JID, lid: '123456789012345', phone: '258840000009' };
  expect(await fake.deliver({ ...wish, times: 5 })).toEqual([200, 200, 200, 200, 200]);
  expect(await fake.deliver({ ...wish, instance: 'outra' })).toEqual([200]);
  expect(await namesOfGroups(resellerId)).toEqual({ [JID]: 'Grupo 0001' });
  const now = new Date();
  for (const { id } of await dueInbound(now, 10)) await runInbound(id, () => now);
  for (const { id } of await dueMessages(now, 10)) await sendMessage(id, () => now);
  expect(fake.ledger).toEqual([{ number: JID, text: expect.stringContaining('PACOTES ATIVOS (0)') }]);

  // It arrived: the gateway says so, twice.
  const [sent] = await t.db.select().from(messages);
  const told = {
    ...{ event: 'messages.update', instance: FAKE_INSTANCE },
    data: { keyId: sent?.providerId, remoteJid: JID, fromMe: true, status: 'DELIVERY_ACK' },
  };
  for (const status of ['DELIVERY_ACK', 'READ'])
    await fetch(url, { method: 'POST', body: JSON.stringify({ ...told, data: { ...told.data, status } }) });
  const later = new Date();
  for (const { id } of await dueInbound(later, 10)) await runInbound(id, () => later);
  expect(await t.db.select().from(messages)).toMatchObject([{ state: 'delivered' }]);
});

test('a gateway that refuses the webhook says why', async () => {
  const actor = await t.reseller();
  expect(await pointWebhook(actor.resellerId, { url: 'https://x.test', authorization: 'x' })).toBe('bad_key');
});

test('an extra nine that WhatsApp leaves out of a Brazilian mobile comes back; digits of an id are no number', () => {
  const author = (key: object) => {
    const data = { key: { id: 'A', ...key }, message: { conversation: 'oi' } };
    const piece = { event: 'messages.upsert', instance: 'loja1', data };
    const [kept] = evolutionPieces(piece) ?? [];
    const read = evolutionIncoming(JSON.parse(kept?.body ?? 'null'));
    return read?.kind === 'message' ? [read.author.phone, read.author.lid] : null;
  };
  expect(author({ remoteJid: '555197776666@s.whatsapp.net' })).toEqual(['+5551997776666', null]);
  expect(author({ remoteJid: '258845123456:12@s.whatsapp.net' })).toEqual(['+258845123456', null]);
  expect(author({ remoteJid: '258845123456@lid' })).toEqual([null, '258845123456@lid']);
  expect(author({ remoteJid: '1@lid', remoteJidAlt: '258845123456@s.whatsapp.net' })).toBeNull();
  const inGroup = { remoteJid: JID, participant: '258845123456@lid' };
  expect(author(inGroup)).toEqual([null, '258845123456@lid']);
  expect(author({ ...inGroup, participantPn: '258840000009@s.whatsapp.net' })?.[0]).toBe('+258840000009');
  expect(author({ ...inGroup, senderPn: '258840000009@s.whatsapp.net' })?.[0]).toBe('+258840000009');
  expect(author({ remoteJid: 'status@broadcast', participant: '258845123456@s.whatsapp.net' })).toBeNull();
});
