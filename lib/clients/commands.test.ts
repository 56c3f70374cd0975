import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { retryAccountWork } from '@/lib/accounts/commands';
import { accountWork } from '@/lib/accounts/queries';
import { eventWords } from '@/lib/audit/messages';
import { clientTimeline } from '@/lib/audit/queries';
import type { Actor } from '@/lib/auth/rules';
import { type ClientValues, createClient, updateClient } from './commands';
import { exportClients } from './export/queries';
import { moveToPlan } from './plan/commands';
import { getClient } from './queries';
import { archiveClient, restoreClient, revealPassword, setClientStatus } from './status/commands';

const now = new Date('2026-03-10T15:00:00Z');
const CANARY = 'senha-canario-77';
let t: TestDatabase;
let actor: Actor;
let stranger: Actor;
let mine: Place;
let theirs: Place;
let id: string;

beforeAll(async () => {
  t = await testDatabase();
  [actor, stranger] = [await t.reseller(), await t.reseller()];
  [mine, theirs] = [await place(actor, 'sigma'), await place(stranger, 'none')];
});
beforeEach(async () => {
  id = newId();
  const made = await createClient(actor, { ...values(mine), id, password: CANARY }, now);
  expect(made).toMatchObject({ ok: true, panel: true });
});
afterAll(() => t.drop());

describe('another reseller’s ids', () => {
  it('answer like absent ones in every read', async () => {
    expect(await getClient(stranger.resellerId, id)).toBeNull();
    expect(await accountWork(stranger.resellerId, id)).toBeNull();
    expect((await clientTimeline(stranger.resellerId, id)).events).toEqual([]);
    expect(await revealPassword(stranger, id, now)).toBeNull();
  });

  it('change nothing in any command', async () => {
    const before = await row();
    const taskId = (await accountWork(actor.resellerId, id))?.id ?? '';
    expect(await updateClient(stranger, id, { ...values(theirs), password: 'x' }, now)).toEqual(ABSENT);
    expect(await setClientStatus(stranger, id, 'suspended', now)).toEqual(ABSENT);
    expect(await archiveClient(stranger, id, now)).toEqual(ABSENT);
    expect(await createClient(stranger, { ...values(theirs), id, password: 'x' }, now)).toEqual(ABSENT);
    expect(await retryAccountWork(stranger.resellerId, stranger, id, now, { taskId })).toBeNull();
    expect(await moved(stranger, theirs.planId)).toBe('absent');
    expect(await moved(stranger, mine.planId)).toBe('plan_absent');
    expect(await restoreClient(stranger, id, now)).toEqual(ABSENT);
    expect(await row()).toEqual(before);
  });

  it('cannot be smuggled in as server or plan', async () => {
    const create = (where: Place) =>
      createClient(actor, { ...values(where), id: newId(), password: 'x' }, now);
    expect(await create(theirs)).toEqual({ ok: false, reason: 'server_absent' });
    expect(await create({ ...mine, planId: theirs.planId })).toEqual({ ok: false, reason: 'plan_absent' });
    const elsewhere = { ...values(theirs), password: null };
    expect(await updateClient(actor, id, elsewhere, now)).toEqual({ ok: false, reason: 'server_absent' });
  });
});

describe('a client', () => {
  it('has a username of its own on its server, whatever the case', async () => {
    const { username } = await row();
    const twin = { ...values(mine), username: username.toUpperCase(), id: newId(), password: 'x' };
    expect(await createClient(actor, twin, now)).toEqual({ ok: false, reason: 'username_used' });
    await archiveClient(actor, id, now);
    expect(await createClient(actor, twin, now)).toMatchObject({ ok: true });
  });

  it('shows its password only when asked, and leaves a trace of that', async () => {
    expect(await revealPassword(actor, id, now)).toBe(CANARY);
    const { events } = await clientTimeline(actor.resellerId, id);
    expect(events.map((e) => e.action)).toEqual(['client.password_revealed', 'client.created']);
    const csv: string[] = [];
    for await (const part of exportClients(actor.resellerId, { filters: {} }, now, 'America/Sao_Paulo'))
      csv.push(part);
    expect(csv.join('')).toContain("Ana;;'+5511987654321;S;Mensal;");
    const audits = await t.db.select().from(auditEvents);
    const seen = [await getClient(actor.resellerId, id), events, audits, csv, await row()];
    expect(JSON.stringify(seen)).not.toContain(CANARY);
  });

  it('is neither archived nor moved while something paid is not delivered (F30)', async () => {
    const invoiceId = newId();
    await t.db.insert(invoices).values({
      id: invoiceId,
      resellerId: actor.resellerId,
      clientId: id,
      planId: mine.planId,
      amountCents: 3590,
      currency: 'BRL',
      dueOn: '2026-03-10',
      linkHash: newId(),
      linkEncrypted: 'x',
    });
    const intentId = newId();
    await t.db.insert(renewalIntents).values({
      id: intentId,
      resellerId: actor.resellerId,
      invoiceId,
      clientId: id,
      serverId: mine.serverId,
      serverVersion: 1,
      panelUsername: 'x',
      packageId: 'x',
      state: 'review',
      notBefore: now,
      minDeltaMs: 1,
      periodMs: 1,
      nextRunAt: now,
    });
    const other = await place(actor, 'none');
    expect(await archiveClient(actor, id, now)).toEqual({ ok: false, reason: 'renewing' });
    const moved = { ...values(other), password: null };
    expect(await updateClient(actor, id, moved, now)).toEqual({ ok: false, reason: 'renewing' });
    await t.db.update(renewalIntents).set({ state: 'verified' }).where(eq(renewalIntents.id, intentId));
    expect(await updateClient(actor, id, moved, now)).toMatchObject({ ok: true, panel: false });
    expect(await row()).toMatchObject({ serverId: other.serverId, panelState: 'none' });
    expect(await accountWork(actor.resellerId, id)).toMatchObject({ state: 'cancelled' });
    expect(await archiveClient(actor, id, now)).toEqual({ ok: true });
  });

  it('holds still while the panel may be changing the account', async () => {
    await t.db.update(accountTasks).set({ state: 'unknown' }).where(eq(accountTasks.clientId, id));
    const { username } = await row();
    const renamed = { ...values(mine), username: 'outro1', password: null };
    expect(await updateClient(actor, id, renamed, now)).toEqual({ ok: false, reason: 'account_busy' });
    expect(await archiveClient(actor, id, now)).toEqual({ ok: false, reason: 'account_busy' });
    const same = { ...values(mine), username, name: 'Outro nome', password: null };
    expect(await updateClient(actor, id, same, now)).toMatchObject({ ok: true, taskId: null });
  });

  it('changes plan only within its server', async () => {
    const planId = newId();
    await t.db.insert(plans).values({ ...plan(actor, mine.serverId), id: planId });
    expect(await moved(actor, planId)).toBe('moved');
    expect(await moved(actor, planId)).toBe('same');
    expect(await moved(actor, (await place(actor, 'none')).planId)).toBe('other_server');
    expect((await row()).planId).toBe(planId);
  });

  it('comes back from the archive as they were, unless their place or name is gone', async () => {
    const { username } = await row();
    expect(await restoreClient(actor, id, now)).toEqual(ABSENT);
    expect(await archiveClient(actor, id, now)).toEqual({ ok: true });
    const heir = { ...values(mine), username: username.toUpperCase(), id: newId(), password: 'x' };
    expect(await createClient(actor, heir, now)).toMatchObject({ ok: true });
    expect(await restoreClient(actor, id, now)).toEqual({ ok: false, reason: 'username_taken' });
    await archiveClient(actor, heir.id, now);
    for (const [table, reason] of [
      ['servers', 'server_away'],
      ['plans', 'plan_away'],
    ] as const) {
      const of = { servers: mine.serverId, plans: mine.planId }[table];
      await t.sql`update ${t.sql(table)} set archived_at = now() where id = ${of}`;
      expect(await restoreClient(actor, id, now)).toEqual({ ok: false, reason });
      await t.sql`update ${t.sql(table)} set archived_at = null where id = ${of}`;
    }
    expect(await restoreClient(actor, id, now)).toEqual({ ok: true });
    expect(await row()).toMatchObject({ username, archivedAt: null, status: 'active' });
  });
});

it('tells an edit in words', async () => {
  const { username } = await row();
  const expiresAt = new Date('2026-05-01T02:59:59Z');
  await updateClient(actor, id, { ...values(mine), username, expiresAt, notes: 'x', password: 'y' }, now);
  const [event] = (await clientTimeline(actor.resellerId, id)).events;
  const place = { zone: 'America/Sao_Paulo', locale: 'pt-BR' };
  expect(eventWords(event ?? { action: '', detail: {} }, place)).toEqual({
    title: 'Cadastro alterado',
    tone: 'neutral',
    body: 'Vencimento: 10/04/2026 → 30/04/2026 · senha · observações',
  });
});

type Place = { serverId: string; planId: string };
const ABSENT = { ok: false, reason: 'absent' };

async function row() {
  const [found] = await t.db.select().from(clients).where(eq(clients.id, id));
  if (!found) throw new Error('gone');
  return found;
}

const moved = (doer: Actor, planId: string) =>
  t.db.transaction((tx) => moveToPlan(tx, doer, { id, planId }, now));

const plan = ({ resellerId }: Actor, serverId: string) => ({
  resellerId,
  serverId,
  name: 'Mensal',
  priceCents: 3590,
});

async function place(of: Actor, panelType: string): Promise<Place> {
  const [serverId, planId] = [newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId: of.resellerId, name: 'S', panelType });
  await t.db.insert(plans).values({ ...plan(of, serverId), id: planId });
  return { serverId, planId };
}

const values = ({ serverId, planId }: Place): ClientValues => ({
  name: 'Ana',
  email: null,
  phone: '+5511987654321',
  serverId,
  planId,
  username: newId().slice(-12),
  notes: null,
  expiresAt: new Date('2026-04-11T02:59:59Z'),
});
