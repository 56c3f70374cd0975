import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { FAKE_INSTANCE, FAKE_KEY, type FakeEvolution, startFakeEvolution } from '../evolution/fake-evolution';
import { connectGateway } from '../evolution/jobs';
import { dueMessages, sendMessage } from '../jobs';
import { listMessages } from '../list/queries';
import { queueDirect } from './commands';

const NOW = new Date('2026-11-22T10:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const JID = '120363000000000001@g.us';
let t: TestDatabase;
let fake: FakeEvolution;

beforeAll(async () => {
  t = await testDatabase();
  fake = await startFakeEvolution();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
});
beforeEach(() => {
  fake.ledger.length = 0;
});
afterAll(async () => {
  await fake.stop();
  await t.drop();
});

const connected = async () => {
  const owner = await t.reseller({ country: 'MZ' });
  await connectGateway(owner, { baseUrl: fake.url, instance: FAKE_INSTANCE, apiKey: FAKE_KEY }, NOW);
  return owner;
};
const list = async (owner: { resellerId: Parameters<typeof listMessages>[0] }, now = at(1)) =>
  (await listMessages(owner.resellerId, { tab: 'ready', cursor: null }, now)).items;

test('a group is written to by its own id, a number by its digits, the answer first; each subject once', async () => {
  const { resellerId } = await connected();
  const about = {
    resellerId,
    kind: 'package',
    subjectId: newId(),
    body: 'Ativado {{cliente_senha}}',
  } as const;
  expect(await queueDirect(t.db, { ...about, to: { chat: JID } }, NOW)).toBe(true);
  expect(await queueDirect(t.db, { ...about, to: { chat: JID } }, NOW)).toBe(false);
  const reply = { ...about, kind: 'reply', subjectId: newId(), body: 'Resposta' } as const;
  expect(await queueDirect(t.db, { ...reply, to: { phone: '+258845123456' } }, NOW)).toBe(true);
  for (let ms = 0; fake.ledger.length < 2; ms += 20_000)
    for (const { id } of await dueMessages(at(ms), 10)) await sendMessage(id, () => at(ms));
  expect(fake.ledger).toEqual([
    { number: '258845123456', text: 'Resposta' },
    { number: JID, text: 'Ativado {{cliente_senha}}' },
  ]);
});

test('an answer ten minutes late is not sent', async () => {
  const owner = await connected();
  const { resellerId } = owner;
  await queueDirect(
    t.db,
    { resellerId, kind: 'reply', subjectId: newId(), body: 'Tarde', to: { chat: JID } },
    NOW,
  );
  for (const { id } of await dueMessages(at(601_000), 10)) await sendMessage(id, () => at(601_000));
  expect(fake.ledger).toEqual([]);
  const problems = await listMessages(resellerId, { tab: 'problem', cursor: null }, at(601_000));
  expect(problems.items).toEqual([]);
});

test('without a gateway a person sends it: a number by wa.me, a group by its name; a reply to a group only shows on the Console', async () => {
  const owner = await t.reseller({ country: 'MZ' });
  const { resellerId } = owner;
  await t.db.insert(groups).values({ resellerId, name: 'Net Rápida', jid: JID });
  const about = { resellerId, kind: 'package', body: 'Ativado' } as const;
  await queueDirect(t.db, { ...about, subjectId: newId(), to: { chat: JID } }, NOW);
  await queueDirect(t.db, { ...about, subjectId: newId(), to: { phone: '+258845123456' } }, NOW);
  await queueDirect(t.db, { ...about, kind: 'reply', subjectId: newId(), to: { chat: JID } }, NOW);
  const items = await list(owner);
  expect(
    items.map(({ channel, clientName, groupName, phone, link }) => ({
      channel,
      clientName,
      groupName,
      phone,
      link,
    })),
  ).toEqual([
    { channel: 'manual', clientName: null, groupName: 'Net Rápida', phone: null, link: null },
    {
      channel: 'manual',
      clientName: null,
      groupName: null,
      phone: '+258845123456',
      link: 'https://wa.me/258845123456?text=Ativado',
    },
  ]);
});
