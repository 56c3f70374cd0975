import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { FAKE_INSTANCE, FAKE_KEY, type FakeEvolution, startFakeEvolution } from '../evolution/fake-evolution';
import { connectGateway } from '../evolution/jobs';
import { dueMessages, sendMessage } from '../jobs';
import { countMessages, listMessages } from '../list/queries';
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

test('a group is written to by its own id, a number by its digits, an act before an answer; each subject once', async () => {
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
    { number: JID, text: 'Ativado {{cliente_senha}}' },
    { number: '258845123456', text: 'Resposta' },
  ]);
});

test('what became of an act goes before answers that wait already, each kind in its order, whoever is woken', async () => {
  const { resellerId } = await connected();
  const queue = async (kind: 'reply' | 'outcome', body: string, ms: number) => {
    const direct = { resellerId, kind, subjectId: newId(), body, to: { chat: JID } };
    await queueDirect(t.db, direct, at(ms));
    const [row] = await t.db.select().from(messages).where(eq(messages.subjectId, direct.subjectId));
    return row?.id ?? '';
  };
  const ids = [];
  for (const n of [1, 2, 3, 4]) ids.push(await queue('reply', `Resposta ${n}`, n));
  for (const id of ids) await sendMessage(id, () => at(5));
  ids.push(await queue('outcome', 'Feito 1', 6), await queue('outcome', 'Feito 2', 7));
  // The last answer's wake-up comes first, every time.
  const last = ids[3] ?? '';
  for (let turn = 1; turn <= 5; turn++) await sendMessage(last, () => at(turn * 30_000));
  expect(fake.ledger.map(({ text }) => text)).toEqual([
    ...['Resposta 1', 'Feito 1', 'Feito 2', 'Resposta 2', 'Resposta 3', 'Resposta 4'],
  ]);
});

test('what became of an act is still sent hours later; a day late a person is shown it', async () => {
  const { resellerId } = await connected();
  const about = { resellerId, kind: 'outcome', body: 'Cancelado', to: { chat: JID } } as const;
  await queueDirect(t.db, { ...about, subjectId: newId() }, NOW);
  const hours = (n: number) => at(n * 3_600_000);
  for (const { id } of await dueMessages(hours(23), 10)) await sendMessage(id, () => hours(23));
  expect(fake.ledger).toHaveLength(1);
  await queueDirect(t.db, { ...about, subjectId: newId() }, NOW);
  for (const { id } of await dueMessages(hours(25), 10)) await sendMessage(id, () => hours(25));
  expect(fake.ledger).toHaveLength(1);
  const problems = await listMessages(resellerId, { tab: 'problem', cursor: null }, hours(25));
  expect(problems.items).toMatchObject([{ kind: 'outcome', state: 'expired', groupName: JID }]);
  expect(await countMessages(resellerId, hours(25))).toEqual({ ready: 0, problem: 1 });
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
