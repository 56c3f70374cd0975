import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { seal } from '@/lib/crypto';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';
import { queueWelcome } from './commands';
import { FAKE_INSTANCE, FAKE_KEY, type FakeEvolution, startFakeEvolution } from './evolution/fake-evolution';
import { connectGateway, testGateway } from './evolution/jobs';
import { disconnectGateway } from './gateways/commands';
import { openGateway, readGateway } from './gateways/queries';
import { dueMessages, sendMessage } from './jobs';
import { resendMessage, takeByHand } from './outbox/commands';

const START = new Date('2026-12-20T13:00:00Z');
const PASSWORD = 'canary-client-password';
let now = START;
const clock = () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

let t: TestDatabase;
let fake: FakeEvolution;
let ana: Actor;
beforeAll(async () => {
  fake = await startFakeEvolution();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
  t = await testDatabase();
});
afterAll(async () => {
  await fake.stop();
  await t.drop();
});
beforeEach(async () => {
  await t.sql`truncate messages, channels cascade`;
  now = START;
  fake.play('ok');
  fake.ledger.length = 0;
  fake.calls.length = 0;
  ana = await t.reseller();
  expect(await connectGateway(ana, form(), now)).toEqual({ state: 'open', reason: null });
});

const form = (change = {}) => ({ baseUrl: fake.url, instance: FAKE_INSTANCE, apiKey: FAKE_KEY, ...change });
const look = async (who: Actor) => (await openGateway(who.resellerId))?.channel.connection();
const only = async (id: string) => (await t.db.select().from(messages).where(eq(messages.id, id)))[0];

/** A client with a welcome in the outbox; answers the message's id. */
async function welcome({ resellerId } = ana): Promise<string> {
  const [serverId, planId, id] = [newId(), newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'Servidor 1' });
  await t.db.insert(plans).values({ id: planId, resellerId, name: 'Mensal', priceCents: 3590, serverId });
  const passwordEncrypted = seal(PASSWORD, { resellerId, recordId: id, column: 'password' });
  const named = { name: 'Ana Souza', username: `u${id.slice(-8)}`, search: '', phone: '+5511999990001' };
  const expiresAt = new Date(START.getTime() + 30 * 24 * HOUR_MS);
  await t.db
    .insert(clients)
    .values({ id, resellerId, serverId, planId, ...named, passwordEncrypted, expiresAt });
  await t.db.transaction((tx) => queueWelcome(tx, { resellerId, clientId: id }, now));
  const [row] = await t.db.select().from(messages).where(eq(messages.subjectId, id));
  return row?.id ?? '';
}

/** Does what is due until nothing more is. */
async function tick(): Promise<string[]> {
  const seen: string[] = [];
  for (let pass = 0; pass < 10; pass++) {
    const due = await dueMessages(now, 50);
    if (!due.length) break;
    for (const { id } of due) seen.push(`${await sendMessage(id, clock)}`);
  }
  return seen;
}

describe('sending', () => {
  test('twenty workers send a message once; the password is on the wire and in no row', async () => {
    const id = await welcome();
    expect(await only(id)).toMatchObject({ state: 'queued', channel: 'evolution' });
    await Promise.all(Array.from({ length: 20 }, () => sendMessage(id, clock)));
    expect(fake.ledger).toHaveLength(1);
    expect(fake.ledger[0]).toMatchObject({ number: '5511999990001' });
    expect(fake.ledger[0]?.text).toContain(`Senha: ${PASSWORD}`);
    expect(await only(id)).toMatchObject({ state: 'sent', providerId: '3EB01', phone: '+5511999990001' });
    const everything = await t.sql`select to_jsonb(m)::text x from messages m
      union all select to_jsonb(a)::text from audit_events a union all select to_jsonb(c)::text from channels c
      union all select to_jsonb(j)::text from pgboss.job j`;
    expect(JSON.stringify(everything)).not.toContain(PASSWORD);
    expect(JSON.stringify([everything, await readGateway(ana.resellerId)])).not.toContain(FAKE_KEY);
  });

  test('one number pauses 5 to 15 seconds between messages, another does not wait for it', async () => {
    const bia = await t.reseller();
    await connectGateway(bia, form(), now);
    const ids = [await welcome(), await welcome(), await welcome(), await welcome(bia)];
    await Promise.all(ids.map((id) => sendMessage(id, clock)));
    expect(fake.ledger).toHaveLength(2);
    pass(4 * SECOND_MS);
    await tick();
    expect(fake.ledger).toHaveLength(2);
    pass(30 * SECOND_MS);
    await tick();
    expect(fake.ledger).toHaveLength(3);
    pass(30 * SECOND_MS);
    await tick();
    expect(fake.ledger).toHaveLength(4);
  });

  test('a lost answer is never sent again by itself; a person may after ten minutes', async () => {
    fake.play('cut_after_send');
    const id = await welcome();
    expect(await tick()).toEqual(['unknown']);
    fake.play('ok');
    for (let hour = 0; hour < 72; hour++) {
      expect(await resendMessage(ana, { id }, new Date(START.getTime() + 9 * MINUTE_MS))).toEqual({
        ok: false,
        reason: 'too_early',
      });
      pass(HOUR_MS);
      expect(await tick()).toEqual([]);
    }
    expect(fake.ledger).toHaveLength(1);
    expect(await resendMessage(ana, { id }, now)).toEqual({ ok: true });
    expect(await tick()).toEqual(['sent']);
    expect(fake.ledger).toHaveLength(2);
  }, 60_000);

  test('a worker that died in the middle leaves a doubt, not a second message', async () => {
    const id = await welcome();
    await t.sql`update messages set state = 'sending', channel = 'evolution', lease_token = 1,
      lease_until = ${new Date(now.getTime() + MINUTE_MS)}, next_run_at = ${new Date(now.getTime() + MINUTE_MS)}
      where id = ${id}`;
    expect(await sendMessage(id, clock)).toBeNull();
    pass(2 * MINUTE_MS);
    expect(await tick()).toEqual(['unknown']);
    expect(await only(id)).toMatchObject({ state: 'unknown', reason: 'interrupted' });
    expect(fake.ledger).toEqual([]);
  });

  test('a process frozen between claim and send does not send', async () => {
    const id = await welcome();
    let reads = 0;
    const frozen = () => new Date(now.getTime() + (++reads > 4 ? 11 * SECOND_MS : 0));
    expect(await sendMessage(id, frozen)).toBe('waiting');
    expect(await only(id)).toMatchObject({ state: 'queued', attempt: 0 });
    expect(fake.ledger).toEqual([]);
  });

  test('a number that is not on WhatsApp fails with its reason, and nothing else stops', async () => {
    fake.play('not_on_whatsapp');
    const id = await welcome();
    expect(await tick()).toEqual(['failed']);
    expect(await only(id)).toMatchObject({ state: 'failed', reason: 'not_on_whatsapp' });
    expect(await readGateway(ana.resellerId)).toMatchObject({ state: 'open' });
  });

  test('a welcome of last week is not sent by itself (F56)', async () => {
    fake.play('closed');
    const id = await welcome();
    await tick();
    pass(8 * 24 * HOUR_MS);
    fake.play('ok');
    expect(await tick()).toEqual(['expired']);
    expect(await only(id)).toMatchObject({ state: 'expired' });
  });
});

describe('a phone that is off', () => {
  test('pauses its number, is looked at every five minutes, and goes on by itself', async () => {
    fake.play('closed');
    const ids = [await welcome(), await welcome()];
    await tick();
    const looks = () => fake.calls.filter((c) => c.method === 'GET').length;
    const first = looks();
    pass(4 * MINUTE_MS);
    await tick();
    expect(looks()).toBe(first);
    fake.play('ok');
    pass(2 * MINUTE_MS);
    await tick();
    pass(MINUTE_MS);
    await tick();
    expect(fake.ledger).toHaveLength(2);
    for (const id of ids) expect(await only(id)).toMatchObject({ state: 'sent', attempt: 1 });
  });

  test.each([
    ['unauthorized_on_send', 'bad_key'],
    ['license', 'license'],
    ['v1', 'v1_server'],
  ] as const)('%s waits for a person, then goes on', async (variant, reason) => {
    fake.play(variant);
    const id = await welcome();
    await tick();
    expect(await readGateway(ana.resellerId)).toMatchObject({ state: 'unauthorized', reason });
    const calls = fake.calls.length;
    pass(HOUR_MS);
    expect(await tick()).toEqual([]);
    expect(fake.calls).toHaveLength(calls);
    fake.play('ok');
    await connectGateway(ana, form({ apiKey: '' }), now);
    expect(await tick()).toEqual(['sent']);
    expect(await only(id)).toMatchObject({ state: 'sent' });
  });

  test('taken by hand, it is never sent by the gateway too', async () => {
    fake.play('closed');
    const id = await welcome();
    await tick();
    expect(await takeByHand(ana, { id }, now)).toBe(true);
    fake.play('ok');
    pass(HOUR_MS);
    expect(await tick()).toEqual([]);
    expect(fake.ledger).toEqual([]);
  });
});

describe('the gateway', () => {
  test('the key stays on its origin: another address asks for it again, and nothing travels', async () => {
    const moved = form({ baseUrl: fake.url.replace('127.0.0.1', 'localhost'), apiKey: '' });
    expect(await testGateway(ana.resellerId, moved)).toBeNull();
    expect(await connectGateway(ana, moved, now)).toBeNull();
    expect(fake.calls).toHaveLength(1);
    expect(await connectGateway(ana, form({ apiKey: '' }), now)).toMatchObject({ state: 'open' });
    await t.sql`update channels set base_url = 'https://evil.exemplo.com'`;
    expect(await look(ana)).toEqual({ state: 'unauthorized', reason: 'bad_key' });
  });

  test('a key moved to another reseller does not open', async () => {
    const bia = await t.reseller();
    await t.sql`insert into channels (id, reseller_id, kind, base_url, instance, key_encrypted, key_last4,
      key_origin, state, checked_at) select ${newId()}, ${bia.resellerId}, kind, base_url, instance, key_encrypted,
      key_last4, key_origin, state, checked_at from channels where reseller_id = ${ana.resellerId}`;
    const { length } = fake.calls;
    expect(await look(bia)).toMatchObject({ state: 'unauthorized' });
    expect(fake.calls).toHaveLength(length);
  });

  test('disconnected, it is forgotten and what was queued goes by hand', async () => {
    const id = await welcome();
    expect(await disconnectGateway(ana, now)).toBe(true);
    expect(await readGateway(ana.resellerId)).toBeNull();
    expect(await only(id)).toMatchObject({ state: 'queued', channel: 'manual' });
    expect(await sendMessage(id, clock)).toBeNull();
  });
});
