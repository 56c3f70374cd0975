import { expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/sigma/[key]/route';
import { newId } from '@/db/ids';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { keyFor, renewKey } from '@/lib/keys/commands';
import { type Backlog, collecting } from '@/lib/queue/api';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';
import { undoBatch } from '../apply/undo/commands';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';
import { saveSettings } from '../schedule/commands';
import { takeNudges } from './commands';
import { driveNudges, takeNudge } from './jobs';
import { dueNudges } from './queries';

const day = (n: number) => new Date(now.getTime() + n * DAY_MS);

setStage(new Date('2026-11-22T12:00:00Z'));
process.env.HAS_WORKER = '1';

const named = (...names: string[]) =>
  takeNudge(
    ana.resellerId,
    {
      contentType: 'application/json',
      body: JSON.stringify({ customers: names.map((username) => ({ username })) }),
    },
    now,
  );
const there = (username: string, more: object) => panel.control.customer({ username, ...more });
const asked = (username: string) =>
  panel.control.calls.filter((call) => call.act === 'customer' && call.path.includes(username)).length;
const waiting = async () =>
  (await t.sql`select client_id from sync_nudges where reseller_id = ${ana.resellerId}`).length;
const expiryOf = async (id: string) =>
  (await t.sql`select expires_at from clients where id = ${id}`)[0]?.expires_at;
const rows = async () =>
  (
    await t.sql`select r.class, r.state, s.source from sync_rows r join sync_runs s on s.id = r.run_id
      where r.reseller_id = ${ana.resellerId} order by r.id`
  ).map((row) => [row.class, row.state, row.source]);
const drive = () => driveNudges(shop.serverId, clock, 5_000);
/** Seconds later, what is due. */
async function soon(): Promise<number | null> {
  pass(6 * SECOND_MS);
  return drive();
}

test('a storm of calls is one reading; what it finds is taken over as a schedule would, and can be undone', async () => {
  const who = await debtor();
  const stood = await expiryOf(who.clientId);
  there(who.username, { expiresAt: day(40).toISOString() });
  await Promise.all(Array.from({ length: 200 }, () => named(who.username, 'ninguem')));
  expect(await waiting()).toBe(1);
  expect(await dueNudges(now, 10), 'gathered first').toEqual([]);
  const before = asked(who.username);
  expect(await soon()).toBe(1);
  expect([asked(who.username) - before, await waiting()]).toEqual([1, 0]);
  expect(await expiryOf(who.clientId)).toEqual(day(40 - 6 / 86_400));
  expect(await rows()).toEqual([['later', 'applied', 'nudge']]);
  const events = await t.sql`select 1 from audit_events where client_id = ${who.clientId}
    and action = 'client.renewed_there'`;
  expect(events).toHaveLength(1);
  // It differs again: a second row of its class beside the one that was taken over.
  there(who.username, { expiresAt: day(80).toISOString() });
  await named(who.username);
  await soon();
  expect((await rows()).map(([, state]) => state)).toEqual(['applied', 'applied']);
  const batches =
    await t.sql`select id from sync_batches where reseller_id = ${ana.resellerId} order by id desc`;
  for (const { id } of batches) expect(await undoBatch(ana, id, now)).toEqual({ undone: 1, kept: 0 });
  expect(await expiryOf(who.clientId)).toEqual(stood);
  expect((await rows()).map(([, state]) => state)).toEqual(['open']);
  await named(who.username);
  await soon();
  expect(await expiryOf(who.clientId), 'what a person took back is not taken over again').toEqual(stood);
});

test('named while it is being read, a client is read once more', async () => {
  const who = await debtor();
  await named(who.username);
  pass(6 * SECOND_MS);
  panel.control.delayMs = 300;
  const driven = drive();
  while (asked(who.username) === 0) await new Promise((again) => setTimeout(again, 5));
  await Promise.all([named(who.username), named(who.username)]);
  expect(await driven).toBe(1);
  panel.control.delayMs = 0;
  expect([await waiting(), await drive()], 'no sooner than in a minute').toEqual([1, null]);
  pass(MINUTE_MS);
  expect(await drive()).toBe(1);
  expect([asked(who.username), await waiting()]).toEqual([2, 0]);
  // Taken by a worker that dies: what was set then finds the client free again.
  await named(who.username);
  pass(6 * SECOND_MS);
  const backlog: Backlog = { wakes: [], running: [] };
  expect(await collecting(backlog, () => takeNudges(shop.serverId, now))).toHaveLength(1);
  goTo(backlog.wakes[0]?.at ?? now);
  expect([await drive(), await waiting()]).toEqual([1, 0]);
});

test('the latest comparison’s word of the client is replaced; nothing is taken over where that is off', async () => {
  const [who, other] = [await debtor(), await debtor()];
  await saveSettings(ana, shop.serverId, { every: 'off', apply: ['later'] }, now);
  for (const { username } of [who, other]) there(username, { status: 'INACTIVE' });
  const [runId = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  await named(who.username);
  pass(6 * SECOND_MS);
  expect([await drive(), await waiting()], 'no run is disturbed').toEqual([null, 1]);
  await driveSync(runId, clock, 10_000);
  expect((await rows()).map(([kind]) => kind)).toEqual(['blocked', 'blocked']);
  there(who.username, { status: 'ACTIVE', expiresAt: day(40).toISOString() });
  pass(MINUTE_MS);
  expect(await drive()).toBe(1);
  expect(await rows()).toEqual([
    ['blocked', 'open', 'person'],
    ['later', 'open', 'person'],
  ]);
});

test('who is renewed belongs to the protocol; who is gone, or cannot be read, is dropped', async () => {
  const [renewing, archived, ill] = [await debtor(), await debtor(), await debtor()];
  await payInvoice(
    ana,
    { invoiceId: renewing.invoiceId, intentId: newId(), source: 'manual', holdMs: 600_000 },
    now,
  );
  await named(renewing.username, archived.username.toUpperCase(), ill.username);
  expect(await waiting()).toBe(3);
  await t.sql`update clients set archived_at = ${now} where id = ${archived.clientId}`;
  panel.control.script({ on: 'customer', username: ill.username, fault: 'http 500', times: -1 });
  await soon();
  expect([asked(renewing.username), asked(archived.username), await waiting()]).toEqual([0, 0, 1]);
  for (let tries = 0; tries < 4; tries++) {
    pass(31 * SECOND_MS);
    await drive();
  }
  expect([asked(ill.username), await waiting()]).toEqual([3, 0]);
  expect(await rows()).toEqual([]);
});

test('a panel that is away is left alone, and asked again', async () => {
  const who = await debtor();
  there(who.username, { expiresAt: day(40).toISOString() });
  panel.control.script({ on: 'customer', fault: 'block page', times: 1 });
  await named(who.username);
  await soon();
  expect([asked(who.username), await waiting()]).toEqual([1, 1]);
  await soon();
  expect(asked(who.username)).toBe(1);
  pass(11 * MINUTE_MS);
  await drive();
  expect([asked(who.username), await waiting()]).toEqual([2, 0]);
});

test('a name is a whole name, of one’s own clients, and no more wait than are worth it', async () => {
  const who = await debtor();
  const stranger = await t.reseller();
  const body = { contentType: 'text/plain', body: `o cliente ${who.username} renovou` };
  await takeNudge(stranger.resellerId, body, now);
  await named(who.username.slice(0, -1), `${who.username}1`);
  expect(await t.sql`select 1 from sync_nudges where client_id = ${who.clientId}`).toHaveLength(0);
  await takeNudge(ana.resellerId, body, now);
  expect(await waiting()).toBe(1);
  const crowd = Array.from({ length: 600 }, (_, n) => ({
    ...{ id: newId(), reseller_id: ana.resellerId, server_id: shop.serverId, plan_id: shop.planId },
    ...{
      name: 'x',
      username: `x${n}`,
      password_encrypted: 'x',
      search: '',
      panel_state: 'linked',
      expires_at: now,
    },
  }));
  await t.sql`insert into clients ${t.sql(crowd)}`;
  await named(...crowd.slice(0, 300).map((one) => one.username));
  await named(...crowd.slice(300).map((one) => one.username));
  await named(...crowd.map((one) => one.username));
  expect(await waiting()).toBeGreaterThan(300);
  expect(await waiting()).toBeLessThanOrEqual(500);
});

test('the address: one answer for whatever body, none for a wrong key', async () => {
  const who = await debtor();
  const key = await keyFor(ana.resellerId, 'sigma');
  const post = async (to: string, body: string | Uint8Array<ArrayBuffer>, type = 'application/json') => {
    const request = new Request('http://localhost/', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const answer = await POST(request, { params: Promise.resolve({ key: to }) });
    return [answer.status, await answer.text()];
  };
  const yes = [200, '{"received":true}'];
  expect(await post(key, '{"username":"quem"}')).toEqual(yes);
  expect(await post(key, 'a=\u0000&b=%00', 'application/x-www-form-urlencoded')).toEqual(yes);
  expect(await post(key, new Uint8Array([0xff, 0x00, 0xc3]), 'application/octet-stream')).toEqual(yes);
  expect(await post(key, '')).toEqual(yes);
  // Half a letter, which the database would refuse with all that stands beside it.
  const half = `{"user":"${who.username}","note":"\\ud83d","password":"\\udc00"}`;
  expect(await post(key, half)).toEqual(yes);
  await t.sql`alter table sync_nudges rename to away`;
  expect(await post(key, half)).toEqual(yes);
  await t.sql`alter table away rename to sync_nudges`;
  expect((await post(key, 'x'.repeat(300_000)))[0]).toBe(413);
  expect(await waiting()).toBe(1);
  expect(await post('x'.repeat(22), '{}')).toEqual([404, '{"received":false}']);
  const old = key;
  await renewKey(ana, 'sigma', now);
  expect((await post(old, '{}'))[0]).toBe(404);
  const wrong = await Promise.all(Array.from({ length: 40 }, () => post('y'.repeat(22), '{}')));
  expect(wrong.map(([status]) => status)).toContain(429);
});
