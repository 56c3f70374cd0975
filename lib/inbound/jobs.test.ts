import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/evolution/[key]/route';
import { newId } from '@/db/ids';
import { groupAdmins, groups, waIdentities } from '@/db/schema/groups';
import { inboundEvents } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { packageSubscriptions } from '@/db/schema/packages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { upsertPayload, type Wish } from '@/lib/channels/evolution/fake-inbound';
import { keyFor } from '@/lib/keys/commands';
import { dueInbound } from '@/lib/mercadopago/inbound/jobs';
import { linkIdentity } from './identities/commands';
import { peopleWithoutNumber } from './identities/queries';
import { evolutionSecret, runInbound } from './jobs';
import { exchangesOf, unregisteredGroups } from './queries';

const ADMIN = '258840000009';
const CLIENT = '258845123456';
let t: TestDatabase;
beforeAll(async () => {
  process.env.HAS_WORKER = '1';
  t = await testDatabase();
});
afterAll(() => t.drop());

type Shop = { actor: Actor; key: string; groupId: string; jid: string };
let shop: Shop;
let n = 0;
beforeEach(async () => {
  n += 1;
  const actor = await t.reseller({ country: 'MZ' });
  const { resellerId } = actor;
  const groupId = newId();
  const jid = `12036300000000${n}@g.us`;
  await t.db.insert(groups).values({ id: groupId, resellerId, name: 'Net Rápida', jid });
  await t.db.insert(groupAdmins).values({ resellerId, groupId, phone: `+${ADMIN}`, name: 'Ana' });
  shop = { actor, key: await keyFor(resellerId, 'evolution'), groupId, jid };
});

const post = async (body: unknown, { key = shop.key, headers = {} } = {}) => {
  const request = new Request('http://test/', { method: 'POST', body: JSON.stringify(body), headers });
  return (await POST(request, { params: Promise.resolve({ key }) })).status;
};
const hear = async (wish: Wish) => {
  for (let i = 0; i < (wish.times ?? 1); i++) expect(await post(upsertPayload(wish))).toBe(200);
};
const inGroup = (wish: Wish): Wish => ({ group: shop.jid, phone: ADMIN, ...wish });
const workAll = async (now = new Date()) => {
  for (const { id } of await dueInbound(now, 100)) await runInbound(id, () => now);
};
const events = () =>
  t.db.select().from(inboundEvents).where(eq(inboundEvents.resellerId, shop.actor.resellerId));
const replies = () => t.db.select().from(messages).where(eq(messages.resellerId, shop.actor.resellerId));
const packages = () =>
  t.db.select().from(packageSubscriptions).where(eq(packageSubscriptions.resellerId, shop.actor.resellerId));
const PACOTE = '.pacote 5 ABC123 845123456';

describe('taking in', () => {
  test('an unknown key, a wrong header and a body that is none are refused; the key alone suffices', async () => {
    const body = upsertPayload(inGroup({ text: PACOTE }));
    expect(await post(body, { key: 'x'.repeat(22) })).toBe(404);
    expect(await post(body, { headers: { authorization: 'Bearer errado' } })).toBe(401);
    expect(await post('nada')).toBe(400);
    expect(await events()).toEqual([]);
    const authorization = `Bearer ${evolutionSecret(shop.key)}`;
    expect(await post(body, { headers: { authorization } })).toBe(200);
    expect(await events()).toHaveLength(1);
  });

  test('twenty deliveries at once and another two days later act once and are answered once (F51, F52)', async () => {
    const body = upsertPayload(inGroup({ id: 'SAME', text: PACOTE }));
    const statuses = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    const now = new Date();
    await Promise.all(Array.from({ length: 20 }, () => runInbound(event?.id ?? '', () => now)));
    await post(body);
    await workAll(new Date(now.getTime() + 2 * 86_400_000));
    expect(await packages()).toHaveLength(1);
    const [reply, ...others] = await replies();
    expect(others).toEqual([]);
    expect(reply).toMatchObject({ kind: 'outcome', chat: shop.jid, channel: 'manual', subjectId: event?.id });
    expect(reply?.body).toContain('🎯 RENOVAÇÕES AGENDADAS!');
  });

  test('what PostgreSQL cannot keep is taken out, not refused: a gateway would repeat it for ever', async () => {
    const NUL = String.fromCharCode(0);
    await hear(inGroup({ id: `NUL${NUL}1`, text: `.pacotes${NUL}_ativos`, name: `An${NUL}a` }));
    await hear(inGroup({ id: NUL, text: PACOTE }));
    await hear(inGroup({ group: `${shop.jid}${NUL}`, text: PACOTE }));
    await hear(inGroup({ lid: `12345${NUL}`, text: PACOTE, id: 'LID' }));
    const status = { keyId: `OURS${NUL}`, status: 'READ' };
    expect(await post({ event: 'messages.update', instance: 'loja1', data: status })).toBe(200);
    expect((await events()).map(({ externalId }) => externalId.split('/').slice(1).join('/'))).toEqual(
      expect.arrayContaining(['NUL1', 'status/OURS/delivered']),
    );
    await workAll();
    await workAll(new Date(Date.now() + 120_000));
    expect((await replies())[0]?.body).toContain('PACOTES ATIVOS (0)');
    expect((await events()).filter(({ state }) => state === 'pending')).toEqual([]);
  });

  test('one’s own messages, edits, reactions and quoted texts are not even kept', async () => {
    await hear(inGroup({ text: PACOTE, fromMe: true }));
    await hear(inGroup({ text: PACOTE, as: 'edit' }));
    await hear(inGroup({ text: PACOTE, as: 'reaction' }));
    await hear(inGroup({ text: PACOTE, group: undefined, phone: undefined, lid: undefined }));
    expect(await events()).toEqual([]);
    await hear(inGroup({ text: PACOTE, as: 'quoting' }));
    await workAll();
    expect(await replies()).toEqual([]);
    expect(await events()).toMatchObject([{ state: 'ignored', reason: 'no_command', body: '' }]);
  });

  test.each(['extended', 'caption', 'ephemeral'] as const)('a command is read as %s too', async (as) => {
    await hear(inGroup({ text: '.pacotes_ativos', as, at: '1763460000' }));
    await workAll();
    expect((await replies())[0]?.body).toContain('PACOTES ATIVOS (0)');
  });
});

describe('acting', () => {
  test('a death between the answer and the work loses nothing, and a failure leaves nothing (F54)', async () => {
    await hear(inGroup({ text: PACOTE }));
    const [event] = await events();
    expect(event?.state).toBe('pending');
    // The very last step fails, with the package and the answer made: all of it goes back.
    await t.sql`create function no_end() returns trigger language plpgsql as $$ begin raise 'full'; end $$`;
    await t.sql`create trigger no_end before update on inbound_events for each row
      when (new.state = 'done') execute function no_end()`;
    const now = new Date();
    await expect(runInbound(event?.id ?? '', () => now)).rejects.toThrow();
    expect(await packages()).toEqual([]);
    expect(await replies()).toEqual([]);
    await t.sql`drop trigger no_end on inbound_events`;
    await t.sql`drop function no_end`;
    await workAll(new Date(now.getTime() + 60_000));
    expect(await packages()).toHaveLength(1);
    expect(await replies()).toHaveLength(1);
  });

  test('forty messages worked at once do not wait for each other’s connections', async () => {
    for (let i = 0; i < 40; i++) await hear(inGroup({ text: `.pacote 5 ABC${100 + i} 845123456` }));
    const now = new Date();
    const due = await dueInbound(now, 100);
    await Promise.all(due.map(({ id }) => runInbound(id, () => now)));
    expect(await packages()).toHaveLength(40);
    expect(await replies()).toHaveLength(40);
  });

  test('out of order: the cancelling that comes first finds nothing, and says so (F53)', async () => {
    await hear(inGroup({ text: '.cancelar_pacote 845123456 ABC123' }));
    await workAll();
    await hear(inGroup({ text: PACOTE }));
    await workAll();
    const said = (await replies()).map(({ body }) => body.split('\n')[0]);
    expect(said).toEqual(['❌ *PACOTE NÃO ENCONTRADO*', '🎯 RENOVAÇÕES AGENDADAS!']);
    expect(await packages()).toMatchObject([{ state: 'active' }]);
  });

  test('an id’s owner is learnt from an earlier message, never from its digits', async () => {
    const lid = '258840000009111';
    await hear(inGroup({ text: PACOTE, phone: undefined, lid }));
    await workAll();
    expect((await replies())[0]?.body).toContain('SEM PERMISSÃO');
    expect(await peopleWithoutNumber(shop.actor.resellerId)).toMatchObject([{ lid: `${lid}@lid` }]);
    await hear(inGroup({ text: 'bom dia', lid }));
    await hear(inGroup({ text: PACOTE, phone: undefined, lid }));
    await workAll();
    expect(await packages()).toHaveLength(1);
    expect(await peopleWithoutNumber(shop.actor.resellerId)).toEqual([]);
  });

  test('or an admin says whose it is; another reseller’s cannot', async () => {
    const lid = '987654321012345';
    await hear({ text: '.validade 845123456', lid });
    await workAll();
    expect((await replies())[0]).toMatchObject({ chat: `${lid}@lid`, phone: null });
    const link = { lid: `${lid}@lid`, phone: `+${CLIENT}` };
    const stranger = await t.reseller({ country: 'MZ' });
    expect(await linkIdentity(stranger, link, new Date())).toBe(false);
    expect(await linkIdentity(shop.actor, link, new Date())).toBe(true);
    await hear(inGroup({ text: PACOTE }));
    await workAll();
    await hear({ text: '.validade 845123456', lid });
    await workAll();
    const last = (await replies()).at(-1);
    expect(last).toMatchObject({ phone: `+${CLIENT}`, chat: null });
    expect(last?.body).toContain('Renovações feitas: 0/5');
    expect(
      await t.db
        .select()
        .from(waIdentities)
        .where(eq(waIdentities.lid, `${lid}@lid`)),
    ).toHaveLength(1);
  });

  test('a group nobody registered is passed by and named; what it talked about is not kept', async () => {
    const strange = '120363999999999999@g.us';
    await hear(inGroup({ group: strange, text: PACOTE }));
    await hear(inGroup({ group: strange, text: 'segredo' }));
    await workAll();
    expect(await replies()).toEqual([]);
    expect((await events()).map(({ body }) => body)).toEqual(['', '']);
    expect(await unregisteredGroups(shop.actor.resellerId)).toMatchObject([{ jid: strange, messages: 2 }]);
  });

  test('the Console shows what a group asked and heard', async () => {
    await hear(inGroup({ text: '.pacotes_ativos', name: 'Ana' }));
    await hear(inGroup({ text: 'obrigada' }));
    await workAll();
    expect(await exchangesOf(shop.actor.resellerId, shop.jid)).toMatchObject([
      { author: 'Ana', phone: `+${ADMIN}`, text: '.pacotes_ativos', reply: expect.stringContaining('(0)') },
    ]);
  });

  test('a package starts when its command was written, not when it was worked on', async () => {
    const wrote = Math.floor(Date.now() / 1000) - 3600;
    await hear(inGroup({ text: PACOTE, at: wrote }));
    await workAll();
    expect((await packages())[0]?.startAt).toEqual(new Date(wrote * 1000));
  });
});
