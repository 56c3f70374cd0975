import { and, asc, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { rampMs } from '@/lib/servers/held/rules';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { dueRenewals, executeRenewal } from './jobs';
import { minDeltaOf } from './rules';

const START = new Date('2026-11-21T12:00:00Z');
const OUTAGE_MINUTES = 360;
const DUE = 2_000;
/** A renewal is three calls over real HTTP and some thirty statements: the rest is proved by its schedule. */
const RECOVERED = 60;
let t: TestDatabase;
let panel: FakePanel;
let ana: Actor;
let now = START;
const clock = async () => now;

beforeAll(async () => {
  panel = await startFakePanel({ now: () => now });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
  ana = await t.reseller();
});
afterAll(async () => {
  await panel.close();
  await t.drop();
});

const name = (n: number) => `cliente${n}`;
const expiresAt = new Date(START.getTime() + 5 * DAY_MS);

/** Paid invoices of so many clients, their intents due at once: what payInvoice leaves behind, in bulk. */
async function paid(shop: Shop, many: number): Promise<void> {
  const rows = Array.from({ length: many }, (_, n) => ({
    n,
    clientId: newId(),
    invoiceId: newId(),
    id: newId(),
  }));
  const { resellerId } = ana;
  const { serverId, planId, packageId } = shop;
  await t.db.insert(clients).values(
    rows.map(({ n, clientId }) => ({
      id: clientId,
      resellerId,
      serverId,
      planId,
      name: name(n),
      username: name(n),
      passwordEncrypted: 'x',
      panelState: 'linked' as const,
      expiresAt,
      search: name(n),
    })),
  );
  await t.db.insert(invoices).values(
    rows.map(({ invoiceId, clientId }) => ({
      id: invoiceId,
      resellerId,
      clientId,
      planId,
      amountCents: 3590,
      currency: 'BRL' as const,
      dueOn: '2026-11-26',
      state: 'paid' as const,
      paidAt: START,
      linkHash: invoiceId,
      linkEncrypted: 'x',
    })),
  );
  await t.db.insert(renewalIntents).values(
    rows.map(({ id, n, clientId, invoiceId }) => ({
      id,
      resellerId,
      invoiceId,
      clientId,
      serverId,
      serverVersion: 1,
      panelUsername: name(n),
      packageId,
      state: 'pending' as const,
      notBefore: START,
      minDeltaMs: minDeltaOf(30 * DAY_MS),
      periodMs: 30 * DAY_MS,
      nextRunAt: START,
      createdAt: new Date(START.getTime() - many + n),
    })),
  );
}

function onPanel(packageId: string, many: number): void {
  for (const user of panel.control.users) user.credits = 1_000_000;
  for (let n = 0; n < many; n++)
    panel.control.customer({ username: name(n), packageId, expiresAt: expiresAt.toISOString() });
}

/** Runs what is due at this moment, at most so many, two at a time as the tick does. */
async function tick(atMost: number): Promise<void> {
  const waiting = await dueRenewals(now, atMost);
  const lane = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) await executeRenewal(row.id, clock);
  };
  await Promise.all([lane(), lane()]);
}

/** Every wake-up of the recovery at its own moment, as the queue gives them; counts the panel's calls by minute. */
async function recover(atMost: number): Promise<Map<number, number>> {
  const back = now.getTime();
  const inMinute = new Map<number, number>();
  for (let done = 0; done < atMost; done++) {
    const [next] = await t.db
      .select({ id: renewalIntents.id, at: renewalIntents.nextRunAt })
      .from(renewalIntents)
      .where(and(eq(renewalIntents.resellerId, ana.resellerId), inArray(renewalIntents.state, [...MOVING])))
      .orderBy(asc(renewalIntents.nextRunAt))
      .limit(1);
    if (!next) break;
    if (next.at > now) now = next.at;
    const before = panel.control.calls.length;
    await executeRenewal(next.id, clock);
    const minute = Math.floor((now.getTime() - back) / MINUTE_MS);
    inMinute.set(minute, (inMinute.get(minute) ?? 0) + panel.control.calls.length - before);
  }
  return inMinute;
}

const MOVING = ['pending', 'sending', 'unknown'] as const;
const renewed = () => panel.ledger.filter((e) => e.act === 'renew').map((e) => e.username);
const rows = () => t.db.select().from(renewalIntents).where(eq(renewalIntents.resellerId, ana.resellerId));
const circuit = async () =>
  (await t.db.select().from(servers).where(eq(servers.resellerId, ana.resellerId)))[0]?.circuit;

test('a panel behind a block page for six hours with 2,000 renewals due', async () => {
  const shop = await openShop(ana, panel, now);
  await paid(shop, DUE);
  onPanel(shop.packageId, DUE);
  panel.control.calls = [];
  panel.control.script({ on: 'any', fault: 'block page', times: -1 });

  for (let minute = 0; minute < OUTAGE_MINUTES; minute += minute < 30 ? 1 : 12) {
    now = new Date(START.getTime() + minute * MINUTE_MS);
    const before = panel.control.calls.length;
    await tick(minute === 1 ? 40 : 4);
    // The first minute has a call on its way in each of the panel's two places when the first answer comes.
    expect(panel.control.calls.length - before).toBeLessThanOrEqual(minute === 0 ? 2 : 1);
    expect(await circuit()).toBe('open');
  }
  expect(panel.control.calls.filter((c) => c.method !== 'GET')).toEqual([]);
  expect(renewed()).toEqual([]);
  const held = await rows();
  expect(held.filter((r) => r.state === 'pending' && r.attempt === 0)).toHaveLength(DUE);

  panel.control.reset();
  onPanel(shop.packageId, DUE);
  now = new Date(START.getTime() + OUTAGE_MINUTES * MINUTE_MS);
  const back = now.getTime();
  const calls = await recover(RECOVERED);

  expect(await circuit()).toBe('closed');
  // Three calls a renewal, and one more that asked who we are.
  for (const [minute, n] of calls) expect(n).toBeLessThanOrEqual(3 * inRamp(minute) + 1);
  const after = await rows();
  const proved = after.filter((r) => r.state === 'verified');
  expect(proved).toHaveLength(RECOVERED);
  expect(new Set(renewed())).toEqual(new Set(proved.map((r) => r.panelUsername)));
  expect(renewed()).toHaveLength(RECOVERED);
  // The others keep their own place in the ramp, not one lost and no two together.
  const waiting = after.filter((r) => r.state === 'pending').map((r) => r.nextRunAt.getTime() - back);
  const ramp = Array.from({ length: DUE - 1 }, (_, turn) => rampMs(turn)).slice(RECOVERED - 1);
  const off = waiting.sort((a, b) => a - b).map((at, i) => at - (ramp[i] ?? Number.NaN));
  expect(off).toHaveLength(ramp.length);
  // The ramp begins with the answer to the probe, whose own milliseconds are real ones.
  expect(Math.min(...off)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...off)).toBeLessThan(2_000);
}, 90_000);

/** How many of the ramp begin in a minute after the recovery. */
const inRamp = (minute: number): number => [2, 2, 4, 8, 16][minute] ?? 20;

test('a panel that refuses every connection, and comes back', async () => {
  const [bia, port] = [await t.reseller(), panel.port];
  ana = bia;
  now = START;
  panel.control.reset();
  const shop = await openShop(ana, panel, now);
  await paid(shop, 12);
  await panel.close();
  for (let minute = 0; minute < 12; minute++) {
    now = new Date(START.getTime() + minute * MINUTE_MS);
    await tick(12);
  }
  expect(await circuit()).toBe('open');
  // What left us says so in the evidence; what was only held stopped before the network.
  const tried = (await rows()).flatMap((r) => r.evidence as { at: string; phase: string }[]);
  const left = tried
    .filter((e) => e.phase !== 'blocked')
    .map((e) => Math.floor(sinceStart(e.at) / MINUTE_MS));
  const afterOpening = left.filter((minute) => minute > Math.min(...left));
  expect(afterOpening.length).toBeGreaterThan(3);
  expect(new Set(afterOpening).size).toBe(afterOpening.length);

  panel = await startFakePanel({ now: () => now, port });
  onPanel(shop.packageId, 12);
  now = new Date(START.getTime() + 30 * MINUTE_MS);
  await recover(40);
  expect((await rows()).map((r) => r.state)).toEqual(Array(12).fill('verified'));
  expect(renewed().sort()).toEqual(Array.from({ length: 12 }, (_, n) => name(n)).sort());
});

const sinceStart = (at: string) => Date.parse(at) - START.getTime();
