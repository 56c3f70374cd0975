import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { syncRuns } from '@/db/schema/sync';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { closeCircuit, recordPanelAnswer } from '../health/commands';
import { rampMs } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let t: TestDatabase;
let ana: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
});
afterAll(() => t.drop());

/** A server whose circuit is open, with one client. */
async function stuck() {
  const { resellerId } = ana;
  const at = { resellerId, serverId: newId(), planId: newId(), clientId: newId() };
  await t.db.insert(servers).values({
    id: at.serverId,
    resellerId,
    name: 's',
    panelType: 'sigma',
    circuit: 'open',
    circuitReason: 'moved',
  });
  await t.db
    .insert(plans)
    .values({ id: at.planId, resellerId, name: 'p', priceCents: 1, serverId: at.serverId });
  await t.db.insert(clients).values({
    ...at,
    id: at.clientId,
    name: 'c',
    username: 'c',
    passwordEncrypted: 'x',
    expiresAt: now,
    search: 'c',
  });
  return at;
}
type Place = Awaited<ReturnType<typeof stuck>>;

async function intent(at: Place, over: Partial<typeof renewalIntents.$inferInsert>): Promise<string> {
  const [id, invoiceId] = [newId(), newId()];
  const { resellerId, clientId, planId, serverId } = at;
  await t.db.insert(invoices).values({
    id: invoiceId,
    resellerId,
    clientId,
    planId,
    amountCents: 1,
    currency: 'BRL',
    dueOn: '2026-11-21',
    linkHash: invoiceId,
    linkEncrypted: 'x',
  });
  await t.db.insert(renewalIntents).values({
    id,
    resellerId,
    invoiceId,
    clientId,
    serverId,
    serverVersion: 1,
    panelUsername: newId(),
    packageId: 'p',
    state: 'pending',
    notBefore: later(-60_000),
    minDeltaMs: 1,
    periodMs: 1,
    nextRunAt: later(600_000),
    createdAt: later(-60_000),
    ...over,
  });
  return id;
}

test('closing the circuit gives what was held its turn in the ramp, and nothing else', async () => {
  const at = await stuck();
  const other = await stuck();
  const first = await intent(at, { createdAt: later(-90_000) });
  const second = await intent(at, {});
  const undoable = await intent(at, { notBefore: later(30_000), nextRunAt: later(30_000), createdAt: now });
  const inDoubt = await intent(at, { state: 'unknown' });
  const leased = await intent(at, { leaseUntil: later(60_000) });
  const elsewhere = await intent(other, {});
  const { resellerId, clientId, serverId } = at;
  const task = {
    id: newId(),
    resellerId,
    clientId,
    serverId,
    kind: 'create' as const,
    nextRunAt: later(600_000),
  };
  await t.db.insert(accountTasks).values(task);

  expect(await closeCircuit(resellerId, ana, serverId, now)).toBe(true);

  const rows = await t.sql`select id, next_run_at from renewal_intents union all
    select id, next_run_at from account_tasks`;
  const dueIn = (id: string) => (rows.find((r) => r.id === id)?.next_run_at.getTime() - now.getTime()) / 1000;
  expect([first, second, undoable, inDoubt, leased, elsewhere, task.id].map(dueIn)).toEqual([
    0, 60, 30, 600, 600, 600, 90,
  ]);
  const woken = await t.sql`select data from pgboss.job`;
  expect(woken.map((j) => j.data.id).sort()).toEqual([first, second, task.id].sort());
});

test('a comparison that waits for the panel goes on at once by a person’s word; when the panel answers, unless it was blocked', async () => {
  const { resellerId } = ana;
  const waiting = async (over: Partial<typeof syncRuns.$inferInsert>) => {
    const [at, id] = [await stuck(), newId()];
    await t.db.insert(syncRuns).values({
      ...{ id, resellerId, serverId: at.serverId, origin: 'o', source: 'person', total: 1, userName: 'Ana' },
      ...{ createdAt: now, nextRunAt: later(600_000), reason: 'block_page', failures: 1, ...over },
    });
    return { id, serverId: at.serverId };
  };
  const runs = [
    await waiting({}),
    await waiting({ reason: 'rate_limited' }),
    await waiting({ leaseUntil: later(1) }),
    await waiting({ failures: 0 }),
    await waiting({}),
    await waiting({}),
  ];
  for (const { serverId } of runs.slice(0, 3)) await closeCircuit(resellerId, ana, serverId, now);
  const heard = { reason: 'ok', status: 200, phase: 'body', latencyMs: 40 } as const;
  const trace = { ...heard, detail: null, retryAfterMs: null, movedTo: null };
  for (const { serverId } of runs.slice(3, 5))
    await recordPanelAnswer(resellerId, serverId, { call: 'read', version: 1, trace }, now);
  const rows = await t.sql`select id, reason from sync_runs where next_run_at > ${now} or reason is not null`;
  const still = runs.map(({ id }) => rows.some((row) => row.id === id));
  expect(still).toEqual([false, true, true, false, true, true]);
  const woken = await t.sql`select data ->> 'id' as id from pgboss.job where name = 'sync'`;
  expect(woken.map((job) => job.id).sort()).toEqual([runs[0]?.id, runs[3]?.id].sort());
  // Closed by the person's own look already: their word counts all the same.
  const [blocked = { id: '', serverId: '' }] = runs.slice(4);
  expect(await closeCircuit(resellerId, ana, blocked.serverId, now)).toBe(false);
  const [run] = await t.sql`select reason, next_run_at from sync_runs where id = ${blocked.id}`;
  expect(run).toEqual({ reason: null, next_run_at: now });
});

test('a queue held for six hours: each gets a wake-up of its own at its own time', async () => {
  const at = await stuck();
  const { resellerId, clientId, serverId } = at;
  for (let n = 0; n < 150; n++) await intent(at, { createdAt: later(-200_000 + n), nextRunAt: later(-n) });
  await t.sql`delete from pgboss.job`;
  expect(await closeCircuit(resellerId, ana, serverId, now)).toBe(true);
  const rows = await t.sql`select i.next_run_at, j.start_after from renewal_intents i
    join pgboss.job j on j.data->>'id' = i.id::text where i.server_id = ${serverId} and i.client_id = ${clientId}
    order by i.created_at`;
  const dueIn = rows.map((r) => r.next_run_at.getTime() - now.getTime());
  expect(dueIn).toEqual(Array.from({ length: 150 }, (_, turn) => rampMs(turn)));
  expect(rows.filter((r) => r.start_after.getTime() !== r.next_run_at.getTime())).toEqual([]);
});
