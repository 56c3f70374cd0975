import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { claimTask } from '@/lib/accounts/commands';
import { runAccountTask } from '@/lib/accounts/jobs';
import { BEHIND } from '@/lib/accounts/messages';
import { accountWork, taskNow } from '@/lib/accounts/queries';
import { clientTimeline } from '@/lib/audit/queries';
import { addClient, switchClient } from './jobs';
import { RESULT } from './messages';
import { getClient } from './queries';
import { changeStatus, setClientStatus } from './status/commands';

/** Suspending and activating set the panel's status and read it back, whatever the panel makes of the call. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.settle());
afterAll(() => world.close());

async function client() {
  const made = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
  world.pass(60_000);
  return made;
}
const put = async (id: string, status: 'active' | 'suspended') => {
  const result = await switchClient(world.actor, { id, status }, world.clock);
  world.pass(60_000);
  return result.message;
};
/** Suspended here; the task is not run. */
const suspended = async (id: string) => {
  const first = await setClientStatus(world.actor, id, 'suspended', world.clock());
  return first.ok ? (first.taskId ?? '') : '';
};
const there = (username: string) =>
  world.panel.control.customers.find((c) => c.username === username)?.status;
const sent = () => world.panel.control.calls.filter((call) => call.act === 'status').length;
/** Time passes here and there. */
async function passing(steps: number) {
  for (let n = 0; n < steps; n++) {
    world.panel.control.advance(60_000);
    await world.tick(60_000);
  }
}
const stateOf = async (id: string) => [
  (await getClient(world.actor.resellerId, id))?.status,
  (await accountWork(world.actor.resellerId, id))?.state,
];

it('a panel whose call turns the status round is turned once each way, and not where it stands as wanted', async () => {
  const { id, username } = await client();
  world.panel.control.set({ status: 'toggle' });
  expect(await put(id, 'suspended')).toBe(RESULT.updatedOnPanel);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['INACTIVE', 1, ['suspended', 'done']]);
  expect(await put(id, 'active')).toBe(RESULT.updatedOnPanel);
  expect([there(username), sent()]).toEqual(['ACTIVE', 2]);
  // Somebody suspended the account on the panel meanwhile: a call would activate it.
  world.panel.control.customer({ username, status: 'INACTIVE' });
  await put(id, 'suspended');
  await passing(3);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['INACTIVE', 2, ['suspended', 'done']]);
});

it('an answer that was lost is not asked for again where the call turns the status round', async () => {
  const { id, username } = await client();
  world.panel.control.set({ status: 'toggle' });
  world.panel.control.script({ on: 'status', fault: 'drop after' });
  expect(await put(id, 'suspended')).toMatch(/^Erro na sincronização Sigma: /);
  await passing(20);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['INACTIVE', 1, ['suspended', 'done']]);
});

it('a panel that answers late is waited for, and believed once it shows the status', async () => {
  const { id, username } = await client();
  world.panel.control.set({ status: 'toggle' });
  world.panel.control.script({ on: 'status', fault: 'late', lateMs: 400_000 });
  expect(await put(id, 'suspended')).toMatch(/^Erro na sincronização Sigma: /);
  expect([there(username), await stateOf(id)]).toEqual(['ACTIVE', ['suspended', 'unknown']]);
  await passing(20);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['INACTIVE', 1, ['suspended', 'done']]);
});

it('a suspension that was lost is not sent again to who is active by now', async () => {
  const { id, username } = await client();
  world.panel.control.script({ on: 'status', fault: 'drop' });
  await put(id, 'suspended');
  world.panel.control.calls = [];
  expect(await put(id, 'active')).toBe(RESULT.panelError(BEHIND));
  await passing(20);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['ACTIVE', 0, ['active', 'done']]);
  const { events } = await clientTimeline(world.actor.resellerId, id);
  expect(events.map((e) => e.action)).toContain('account.status.outdated');
});

it('who presses while the opposite is on its way hears that it waits, and gets it', async () => {
  const { id, username } = await client();
  world.panel.control.script({ on: 'status', fault: 'drop after' });
  await put(id, 'suspended');
  expect([await put(id, 'active'), there(username)]).toEqual([RESULT.panelError(BEHIND), 'INACTIVE']);
  await passing(3);
  expect([there(username), await stateOf(id)]).toEqual(['ACTIVE', ['active', 'done']]);
});

it('one that says yes and shows no change is a person’s: a second call could turn it back; not if it is over', async () => {
  const [{ id, username }, paid] = [await client(), await client()];
  world.panel.control.set({ status: 'ignored' });
  await put(id, 'suspended');
  await put(paid.id, 'suspended');
  expect(await put(paid.id, 'active')).toBe(RESULT.panelError(BEHIND));
  await passing(30);
  expect([there(username), sent(), await stateOf(id)]).toEqual(['ACTIVE', 2, ['suspended', 'review']]);
  expect(await stateOf(paid.id)).toEqual(['active', 'done']);
});

it('a request that a newer one took the place of is not waited for, though it was begun', async () => {
  const { id } = await client();
  const taskId = await suspended(id);
  await claimTask(taskId, world.clock());
  await setClientStatus(world.actor, id, 'active', world.clock());
  expect(await taskNow(world.actor.resellerId, taskId)).toMatchObject({ state: 'cancelled', held: false });
});

it('a status press that holds the client and the end of its task wait for each other in one order', async () => {
  const { id } = await client();
  const { t, actor, clock } = world;
  const taskId = await suspended(id);
  const waiting = () => t.sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  world.panel.control.delayMs = 50;
  const run = runAccountTask(taskId, clock);
  await expect
    .poll(() => taskNow(actor.resellerId, taskId), { interval: 5 })
    .toMatchObject({ state: 'sending' });
  await t.db.transaction(async (tx) => {
    await tx.execute(sql`select id from clients where id = ${id} for update`);
    await expect.poll(waiting).toHaveLength(1);
    await changeStatus(tx, actor, id, 'active', clock());
  });
  expect(await run).toMatchObject({ state: 'done' });
});
