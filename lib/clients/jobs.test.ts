import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { accountWork } from '@/lib/accounts/queries';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createServer } from '@/lib/servers/commands';
import { DAY_MS } from '@/lib/time';
import { addClient, editClient, retryAccount, switchClient } from './jobs';
import { RESULT } from './messages';
import { getClient } from './queries';
import type { ClientFields } from './schema';
import { revealPassword } from './status/commands';

let t: TestDatabase;
let panel: FakePanel;
let actor: Actor;
let at = Date.parse('2026-03-10T15:00:00Z');
const clock = () => new Date(at);
const later = (ms: number) => {
  at += ms;
};

beforeAll(async () => {
  panel = await startFakePanel();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
  actor = await t.reseller();
});
afterEach(() => {
  panel.control.reset();
  later(60_000);
});
afterAll(async () => {
  await t.drop();
  await panel.close();
});

describe('creating on a panel', () => {
  it('creates one account with generated credentials and the panel’s date', async () => {
    const on = await sigma();
    const result = await addClient(actor, form(on, { phone: '11999999999', notes: 'TV da sala' }), clock);
    expect(result).toMatchObject({ ok: true, message: RESULT.created });
    const client = await only(result);
    const [entry, ...more] = panel.ledger;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ act: 'create', username: client.username, packageId: on.packageId });
    expect(entry?.row).toMatchObject({ whatsapp: '55 11 99999 9999', note: 'TV da sala', name: 'Ana' });
    expect(client.expiresAt.toISOString()).toBe(entry?.after);
    expect(client.panelExpiresAt).toEqual(client.expiresAt);
    expect(client.panelState).toBe('linked');
    expect(await revealPassword(actor, client.id, clock())).toBe(entry?.row?.password);
    expect(await welcomes(client.id)).toEqual(['welcome']);
  });

  it('takes the credentials the panel chose', async () => {
    panel.control.set({ create: 'generated' });
    const client = await only(await addClient(actor, form(await sigma()), clock));
    const [entry] = panel.ledger;
    expect(client.username).toBe(entry?.username);
    expect(await revealPassword(actor, client.id, clock())).toBe(entry?.row?.password);
  });

  it('generates to the panel’s rules', async () => {
    panel.control.set({ create: 'digits' });
    const result = await addClient(actor, form(await sigma()), clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect((await only(result)).username).toMatch(/^[1-9]\d{8}$/);
  });

  it('reads the date when the answer has none', async () => {
    panel.control.script({ on: 'create', variant: { expiry: 'absent' } });
    const client = await only(await addClient(actor, form(await sigma()), clock));
    expect(client.panelExpiresAt?.toISOString()).toBe(panel.ledger[0]?.after);
  });

  it('links an account that is there already, without renewing it', async () => {
    panel.control.customer({ username: 'antiga1', expiresAt: '2026-04-01T02:59:59.000Z' });
    const result = await addClient(actor, form(await sigma(), { username: 'antiga1' }), clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect(panel.ledger).toEqual([]);
    expect((await only(result)).expiresAt.toISOString()).toBe('2026-04-01T02:59:59.000Z');
  });

  it('refuses a username of another reseller, and takes another one', async () => {
    const theirs = panel.control.users[1]?.id ?? '';
    panel.control.customer({ username: 'alheio', userId: theirs });
    const on = await sigma();
    const fields = form(on, { username: 'alheio' });
    const result = await addClient(actor, fields, clock);
    expect(result).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^Erro na sincronização Sigma: .*outra revenda/),
    });
    expect(panel.ledger).toEqual([]);
    later(60_000);
    const again = await editClient(actor, { ...fields, username: 'minha1' }, clock);
    expect(again).toMatchObject({ message: RESULT.updatedOnPanel });
    expect(panel.ledger.map((e) => [e.act, e.username])).toEqual([['create', 'minha1']]);
  });

  it('keeps the client and says so when the panel refuses', async () => {
    panel.control.script({ on: 'create', fault: 'no credits' });
    const result = await addClient(actor, form(await sigma()), clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: não há créditos/);
    expect(await only(result)).toMatchObject({ panelState: 'missing' });
    expect(await welcomes((await only(result)).id)).toEqual([]);
  });

  it('queues the work while the panel is away, and the tick finishes it', async () => {
    panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const result = await addClient(
      actor,
      form(await sigma(), { username: 'espera1', password: 'senha123' }),
      clock,
    );
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    panel.control.reset();
    await tick(10 * 60_000);
    expect(await only(result)).toMatchObject({ panelState: 'linked' });
    expect(panel.ledger.length).toBe(1);
  });

  it('sends the same form once', async () => {
    const fields = form(await sigma());
    await Promise.all([addClient(actor, fields, clock), addClient(actor, fields, clock)]);
    expect(panel.ledger.length).toBe(1);
  });

  it('says beside the field what is wrong, and stores nothing', async () => {
    const [on, other] = [await plain(), await plain()];
    const before = await t.db.$count(clients);
    const phone = await addClient(actor, form(on, { phone: '845123456' }), clock);
    expect(phone).toMatchObject({ ok: false, fields: { phone: expect.stringContaining('DDD') } });
    const plan = await addClient(actor, form({ ...on, planId: other.planId }), clock);
    expect(plan).toMatchObject({ ok: false, fields: { planId: expect.any(String) } });
    await addClient(actor, form(on, { username: 'unico1' }), clock);
    const twin = await addClient(actor, form(on, { username: 'Unico1' }), clock);
    expect(twin).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
    expect(await t.db.$count(clients)).toBe(before + 1);
  });

  it('creates without a panel at once', async () => {
    const on = await plain();
    const result = await addClient(actor, form(on, { expiresOn: '2026-12-21' }), clock);
    expect(result).toMatchObject({ message: RESULT.noPanel });
    const client = await only(result);
    // The last second of the day in São Paulo.
    expect(client.expiresAt.toISOString()).toBe('2026-12-22T02:59:59.000Z');
    expect([client.username.length, client.panelState]).toEqual([9, 'none']);
    expect(await welcomes(client.id)).toEqual(['welcome']);
  });
});

describe('doubt while creating', () => {
  it('finds the account when the reply was lost', async () => {
    panel.control.script({ on: 'create', fault: 'drop after' });
    const result = await addClient(actor, form(await sigma()), clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    await tick(10_000);
    expect(await only(result)).toMatchObject({ panelState: 'linked' });
    await tick(DAY_MS);
    expect(panel.ledger.length).toBe(1);
  });

  it('waits out a panel that applies long after the connection broke', async () => {
    panel.control.script({ on: 'create', fault: 'late', lateMs: 800_000 });
    const result = await addClient(actor, form(await sigma()), clock);
    for (let n = 0; n < 12; n++) {
      panel.control.advance(120_000);
      await tick(120_000);
    }
    expect(await only(result)).toMatchObject({ panelState: 'linked' });
    expect(panel.control.calls.filter((c) => c.act === 'create').length).toBe(1);
    expect(panel.ledger.length).toBe(1);
  });

  it('sends once more when quiet and two readings show nothing', async () => {
    panel.control.script({ on: 'create', fault: 'drop' });
    const result = await addClient(actor, form(await sigma()), clock);
    for (let n = 0; n < 12; n++) await tick(120_000);
    expect(await only(result)).toMatchObject({ panelState: 'linked' });
    expect(panel.ledger.length).toBe(1);
  });

  it('asks a person when the panel said yes without a name', async () => {
    panel.control.set({ create: 'nameless' });
    panel.control.script({ on: 'customer', times: -1, fault: 'customer absent' });
    const result = await addClient(actor, form(await sigma()), clock);
    for (let n = 0; n < 20; n++) await tick(120_000);
    const client = await only(result);
    expect(await accountWork(actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(panel.ledger.length).toBe(1);
  });

  it('never sends from a row whose executor died between the attempt and the answer', async () => {
    panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await only(await addClient(actor, form(await sigma(), { username: 'morto1' }), clock));
    panel.control.reset();
    // As kill -9 leaves it: the attempt is durable, the lease still runs.
    await t.db
      .update(accountTasks)
      .set({
        state: 'sending',
        attempt: 1,
        sentAt: clock(),
        quietUntil: new Date(at + 900_000),
        leaseUntil: new Date(at + 300_000),
        nextRunAt: clock(),
      })
      .where(eq(accountTasks.clientId, client.id));
    await tick(60_000);
    expect(await accountWork(actor.resellerId, client.id)).toMatchObject({ state: 'sending' });
    await tick(300_000);
    expect(await accountWork(actor.resellerId, client.id)).toMatchObject({ state: 'unknown' });
    expect(panel.ledger).toEqual([]);
    panel.control.customer({ username: 'morto1' });
    await tick(600_000);
    expect(await getClient(actor.resellerId, client.id)).toMatchObject({ panelState: 'linked' });
    expect(panel.ledger).toEqual([]);
  });
});

describe('editing', () => {
  it('sends nothing, renews nothing and moves no date on the panel', async () => {
    const fields = form(await sigma());
    const before = await only(await addClient(actor, fields, clock));
    const calls = panel.control.calls.length;
    const edit = {
      ...fields,
      username: before.username,
      name: 'Ana Maria',
      expiresOn: '2027-01-01',
      password: 'outra123',
    };
    expect(await editClient(actor, edit, clock)).toMatchObject({ message: RESULT.updated });
    expect(await getClient(actor.resellerId, before.id)).toMatchObject({
      name: 'Ana Maria',
      panelExpiresAt: before.panelExpiresAt,
      expiresAt: new Date('2027-01-02T02:59:59.000Z'),
    });
    expect([panel.control.calls.length, panel.ledger.length]).toEqual([calls, 1]);
  });

  it('keeps the exact expiry when the day stays', async () => {
    const fields = form(await sigma());
    const before = await only(await addClient(actor, fields, clock));
    const day = before.expiresAt.toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' });
    await editClient(actor, { ...fields, username: '', expiresOn: day }, clock);
    expect((await getClient(actor.resellerId, before.id))?.expiresAt).toEqual(before.expiresAt);
  });

  it('refuses another username once the account exists', async () => {
    const fields = form(await sigma());
    await addClient(actor, fields, clock);
    const result = await editClient(actor, { ...fields, username: 'outro123' }, clock);
    expect(result).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
  });

  it('sends exactly one status, and none when nothing changed', async () => {
    const client = await only(await addClient(actor, form(await sigma()), clock));
    later(60_000);
    const suspend = { id: client.id, status: 'suspended' as const };
    expect(await switchClient(actor, suspend, clock)).toMatchObject({ message: RESULT.updatedOnPanel });
    later(60_000);
    expect(await switchClient(actor, suspend, clock)).toMatchObject({ message: RESULT.updated });
    expect(panel.ledger.map((e) => [e.act, e.row?.status])).toEqual([
      ['create', 'ACTIVE'],
      ['status', 'INACTIVE'],
    ]);
    expect((await getClient(actor.resellerId, client.id))?.status).toBe('suspended');
  });

  it('says so when the panel does not follow, and does not send twice', async () => {
    const client = await only(await addClient(actor, form(await sigma()), clock));
    panel.control.set({ status: 'ignored' });
    later(60_000);
    const result = await switchClient(actor, { id: client.id, status: 'suspended' }, clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    for (let n = 0; n < 15; n++) await tick(120_000);
    expect(await accountWork(actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(panel.ledger.filter((e) => e.act === 'status').length).toBe(1);
  });

  it('suspends on the panel after creating, when that was asked meanwhile', async () => {
    panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await only(
      await addClient(actor, form(await sigma(), { username: 'tarde1', password: 'senha123' }), clock),
    );
    await switchClient(actor, { id: client.id, status: 'suspended' }, clock);
    panel.control.reset();
    await tick(10 * 60_000);
    await tick(60_000);
    expect(panel.ledger.map((e) => e.act)).toEqual(['create', 'status']);
  });

  it('lets a person retry what the panel refused', async () => {
    panel.control.script({ on: 'create', fault: 'no credits' });
    const on = await sigma();
    const client = await only(await addClient(actor, form(on), clock));
    // No credits also pauses the server until a person looks.
    await t.db.update(servers).set({ circuit: 'closed' }).where(eq(servers.id, on.serverId));
    later(60_000);
    expect(await retryAccount(actor, client.id, clock)).toMatchObject({ message: RESULT.updatedOnPanel });
    expect(panel.ledger.length).toBe(1);
  });
});

const welcomes = async (clientId: string) =>
  (await t.db.select().from(messages).where(eq(messages.clientId, clientId))).map((m) => m.kind);

async function tick(ms: number) {
  later(ms);
  for (const { id } of await dueAccountTasks(clock(), 50)) await runAccountTask(id, clock);
}

async function sigma() {
  const login = { url: panel.url, username: panel.username, token: panel.token };
  const input = {
    name: 'Principal',
    billing: 'fixed',
    monthlyCents: 0,
    panelType: 'sigma',
    panel: login,
  } as const;
  const made = await createServer(actor.resellerId, actor, input, clock());
  if (!made.ok) throw new Error(made.reason);
  const packageId = panel.control.packages.find((p) => p.active && !p.trial)?.id ?? '';
  return planOn(made.id, packageId);
}

async function plain() {
  const serverId = newId();
  await t.db.insert(servers).values({ id: serverId, resellerId: actor.resellerId, name: 'Sem painel' });
  return planOn(serverId, null);
}

async function planOn(serverId: string, packageId: string | null) {
  const planId = newId();
  const plan = {
    id: planId,
    resellerId: actor.resellerId,
    name: 'Mensal',
    priceCents: 3590,
    serverId,
    packageId,
  };
  await t.db.insert(plans).values(plan);
  return { serverId, planId, packageId };
}

function form(on: { serverId: string; planId: string }, wish: Partial<ClientFields> = {}): ClientFields {
  const blank = { email: '', phone: '', username: '', password: '', expiresOn: '', notes: '' };
  return { id: newId(), name: 'Ana', ...blank, serverId: on.serverId, planId: on.planId, ...wish };
}

async function only(result: Awaited<ReturnType<typeof addClient>>) {
  if (!result.ok) throw new Error(result.message);
  const [row] = await t.db.select().from(clients).where(eq(clients.id, result.data.id));
  if (!row) throw new Error('The client was not stored');
  return row;
}
