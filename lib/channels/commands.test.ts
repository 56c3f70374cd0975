import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { seal } from '@/lib/crypto';
import { saveWording } from '@/lib/templates/commands';
import { listWordings } from '@/lib/templates/queries';
import { MINUTE_MS } from '@/lib/time';
import { cancelRenewed, holdRenewed, queueRenewedNow, queueWelcome, releaseRenewed } from './commands';
import { countMessages, listMessages } from './list/queries';
import { discardMessage, markSentByHand, resendMessage, revealMessage } from './outbox/commands';

const NOW = new Date('2026-12-20T13:00:00Z');
const EXPIRES = new Date('2027-01-20T02:59:59Z');
const PASSWORD = 'canary-client-password';
const later = (ms: number) => new Date(NOW.getTime() + ms);

let t: TestDatabase;
let ana: Actor;
let clientId: string;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  ana = await t.reseller({ name: 'TV do Zé' });
  clientId = await client(ana);
});

async function client({ resellerId }: Actor, phone: string | null = '+5511999990001'): Promise<string> {
  const [serverId, planId, id] = [newId(), newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'Servidor 1' });
  await t.db.insert(plans).values({ id: planId, resellerId, name: 'Mensal', priceCents: 3590, serverId });
  const passwordEncrypted = seal(PASSWORD, { resellerId, recordId: id, column: 'password' });
  const named = { name: 'Ana Souza', username: `u${id.slice(-8)}`, search: '', phone };
  await t.db
    .insert(clients)
    .values({ id, resellerId, serverId, planId, ...named, passwordEncrypted, expiresAt: EXPIRES });
  return id;
}

const of = () => ({ resellerId: ana.resellerId, clientId });
const rows = () => t.db.select().from(messages).where(eq(messages.resellerId, ana.resellerId));
const hold = (intentId: string) => t.db.transaction((tx) => holdRenewed(tx, ana, { ...of(), intentId }, NOW));
const release = (intentId: string) =>
  t.db.transaction((tx) =>
    releaseRenewed(tx, { resellerId: ana.resellerId, intentId, expiresAt: EXPIRES }, NOW),
  );
const list = (tab: 'ready' | 'sent' | 'problem', now = NOW) =>
  listMessages(ana.resellerId, { tab, cursor: null }, now).then((page) => page.items);

describe('one renewal, one message', () => {
  test('twenty payments and twenty proofs at once leave one queued message', async () => {
    const intentId = newId();
    await Promise.all(Array.from({ length: 20 }, () => hold(intentId)));
    expect(await rows()).toMatchObject([{ state: 'waiting', body: '' }]);
    expect(await list('ready')).toEqual([]);
    const released = await Promise.all(Array.from({ length: 20 }, () => release(intentId)));
    expect(released.filter(Boolean)).toHaveLength(1);
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'queued', channel: 'manual', expiresAt: later(48 * 60 * MINUTE_MS) });
    // The panel's date in the reseller's zone, three hours behind UTC.
    expect(row?.body).toContain('19/01/2027');
    expect(row?.body).toContain('TV do Zé');
  });

  test('an undone payment sends nothing; paying again makes a message of its own', async () => {
    const [first, second] = [newId(), newId()];
    await hold(first);
    const cancel = { resellerId: ana.resellerId, intentId: first };
    expect(await t.db.transaction((tx) => cancelRenewed(tx, ana, cancel, NOW))).toBe(true);
    expect(await release(first)).toBe(false);
    await hold(second);
    expect(await release(second)).toBe(true);
    expect((await rows()).map((r) => r.state).sort()).toEqual(['cancelled', 'queued']);
  });

  test('without a panel it is listed after the undo window and can be stopped until it is sent', async () => {
    const paymentId = newId();
    const message = { ...of(), paymentId, expiresAt: EXPIRES, notBefore: later(10_000) };
    await t.db.transaction((tx) => queueRenewedNow(tx, message, NOW));
    expect(await list('ready')).toEqual([]);
    const [shown] = await list('ready', later(10_000));
    const stop = () =>
      t.db.transaction((tx) => cancelRenewed(tx, ana, { resellerId: ana.resellerId, paymentId }, NOW));
    expect(await markSentByHand(ana, { id: shown?.id ?? '' }, NOW)).toBe(true);
    expect(await markSentByHand(ana, { id: shown?.id ?? '' }, NOW)).toBe(false);
    expect(await stop()).toBe(false);
    expect(await list('sent')).toMatchObject([{ id: shown?.id, state: 'sent', channel: 'manual' }]);
  });

  test('a wording that cannot be filled fails the message, and can be sent once mended', async () => {
    await t.sql`insert into templates (reseller_id, kind, body, updated_at)
      values (${ana.resellerId}, 'renewed', 'Oi {{cliente_nome}} {{fatura_valor}}', now())`;
    await hold(newId()).then(async () => release((await rows())[0]?.subjectId ?? ''));
    const [failed] = await list('problem');
    expect(failed).toMatchObject({ state: 'failed', reason: 'template:empty:fatura_valor' });
    const again = () => resendMessage(ana, { id: failed?.id ?? '' }, NOW);
    expect(await again()).toEqual({ ok: false, reason: 'template:empty:fatura_valor' });
    await saveWording(ana, { kind: 'renewed', body: 'Oi {{cliente_nome}}, tudo certo!' }, NOW);
    expect(await listWordings(ana.resellerId)).toMatchObject([{ own: true }, { own: false }, { own: false }]);
    expect(await again()).toEqual({ ok: true });
    expect(await list('ready')).toMatchObject([{ text: 'Oi Ana Souza, tudo certo!' }]);
  });
});

describe('the password of a client', () => {
  const welcome = () => t.db.transaction((tx) => queueWelcome(tx, of(), NOW));

  test('is in no row and no list; a person sees it on request, which is audited', async () => {
    await Promise.all([welcome(), welcome(), welcome()]);
    const [shown, ...more] = await list('ready');
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ secret: true, link: null });
    expect(shown?.text).toContain('••••••');
    const stored = await t.sql`select to_jsonb(m) row from messages m union all
      select to_jsonb(a) from audit_events a`;
    expect(JSON.stringify([stored, shown])).not.toContain(PASSWORD);

    const revealed = await revealMessage(ana, { id: shown?.id ?? '' }, NOW);
    expect(revealed?.text).toContain(`Senha: ${PASSWORD}`);
    expect(revealed?.link).toContain(`https://wa.me/5511999990001?text=`);
    const events = await t.db.select().from(auditEvents).where(eq(auditEvents.clientId, clientId));
    expect(events.map((e) => e.action)).toContain('message.revealed');
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
  });

  test('is not shown any more once the message was sent', async () => {
    await welcome();
    const id = (await rows())[0]?.id ?? '';
    await markSentByHand(ana, { id }, NOW);
    expect(await revealMessage(ana, { id }, NOW)).toBeNull();
  });
});

test('a client without a phone is listed, without a link', async () => {
  clientId = await client(ana, null);
  await t.db.transaction((tx) => queueWelcome(tx, of(), NOW));
  const [shown] = await list('ready');
  expect(shown).toMatchObject({ phone: null, link: null, clientId });
  expect(await revealMessage(ana, { id: shown?.id ?? '' }, NOW)).toMatchObject({ link: null });
});

test('the pages hold every message once, in both directions', async () => {
  for (let i = 0; i < 45; i++) {
    const message = { ...of(), paymentId: newId(), expiresAt: EXPIRES, notBefore: NOW };
    await t.db.transaction((tx) => queueRenewedNow(tx, message, later(-i * 1000)));
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  let back: string | null = null;
  do {
    const page = await listMessages(ana.resellerId, { tab: 'ready', cursor }, NOW);
    seen.push(...page.items.map((m) => m.id));
    cursor = page.next;
    back = page.previous;
  } while (cursor);
  expect(new Set(seen).size).toBe(45);
  expect(seen).toHaveLength(45);
  const before = await listMessages(ana.resellerId, { tab: 'ready', cursor: back }, NOW);
  expect(before.items.map((m) => m.id)).toEqual(seen.slice(20, 40));
  expect(await countMessages(ana.resellerId, NOW)).toEqual({ ready: 45, problem: 0 });
});

test('another reseller finds nothing to read, send, resend or discard', async () => {
  await t.db.transaction((tx) => queueWelcome(tx, of(), NOW));
  const id = (await rows())[0]?.id ?? '';
  const bia = await t.reseller();
  expect(await revealMessage(bia, { id }, NOW)).toBeNull();
  expect(await markSentByHand(bia, { id }, NOW)).toBe(false);
  expect(await discardMessage(bia, { id }, NOW)).toBe(false);
  expect(await resendMessage(bia, { id }, NOW)).toEqual({ ok: false, reason: 'absent' });
  expect((await listMessages(bia.resellerId, { tab: 'ready', cursor: null }, NOW)).items).toEqual([]);
  const message = { resellerId: bia.resellerId, clientId };
  await expect(t.db.transaction((tx) => queueWelcome(tx, message, NOW))).rejects.toThrow();
  expect(await rows()).toMatchObject([{ state: 'queued' }]);
});
