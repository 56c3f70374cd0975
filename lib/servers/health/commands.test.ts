import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '@/db/ids';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { allowProbe, closeCircuit, recordPanelAnswer, takeTurn } from './commands';
import type { PanelCall } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let t: TestDatabase;
let ana: Actor;
let bia: Actor;

beforeAll(async () => {
  vi.stubEnv('PANEL_CALL_EVERY_MS', '1000');
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
});
afterAll(() => t.drop());

async function server(over: Partial<typeof servers.$inferInsert> = {}): Promise<string> {
  const id = newId();
  await t.db
    .insert(servers)
    .values({ id, resellerId: ana.resellerId, name: 's', panelType: 'sigma', ...over });
  return id;
}
const turn = (id: string, call: PanelCall, at = now, maxWaitMs = 60_000) =>
  takeTurn(ana.resellerId, id, { call, version: 1, maxWaitMs }, at);
const row = async (id: string) => (await t.sql`select * from servers where id = ${id}`)[0];
const trace = (reason: PanelReason, over: Partial<CallTrace> = {}): CallTrace => ({
  reason,
  status: 200,
  phase: 'body',
  latencyMs: 40,
  detail: null,
  retryAfterMs: null,
  movedTo: null,
  ...over,
});
const record = (id: string, call: PanelCall, what: CallTrace, at = now, version = 1) =>
  recordPanelAnswer(ana.resellerId, id, { call, version, trace: what }, at);

describe('the pace of a panel', () => {
  test('20 callers at once: 2 go, the others one a second, no two together', async () => {
    const id = await server();
    const turns = await Promise.all(Array.from({ length: 20 }, () => turn(id, 'read')));
    const waits = turns.map((w) => ('waitMs' in w ? w.waitMs : Number.NaN)).sort((a, b) => a - b);
    expect(waits).toEqual([0, 0, ...Array.from({ length: 18 }, (_, i) => (i + 1) * 1000)]);
  });

  test('who would wait too long is told so and takes no turn; rest gives the burst back', async () => {
    const id = await server();
    const turns = await Promise.all(Array.from({ length: 20 }, () => turn(id, 'credit', now, 5_000)));
    expect(turns.filter((w) => 'waitMs' in w)).toHaveLength(7);
    expect(turns.filter((w) => 'held' in w && w.held === 'busy')).toHaveLength(13);
    const rested = await Promise.all(Array.from({ length: 6 }, () => turn(id, 'read', later(60_000))));
    expect(rested.filter((w) => 'waitMs' in w && w.waitMs === 0)).toHaveLength(2);
  });

  test('a panel that asks to wait gets its rest', async () => {
    const id = await server();
    await record(id, 'read', trace('rate_limited', { status: 429, retryAfterMs: 30_000 }));
    expect(await turn(id, 'read')).toEqual({ waitMs: 30_000 });
    expect(await row(id)).toMatchObject({ circuit: 'closed' });
  });

  test('a turn of a replaced version, or of another reseller, is none', async () => {
    const id = await server({ version: 2 });
    expect(await turn(id, 'read')).toMatchObject({ held: 'changed' });
    const wish = { call: 'read', version: 2, maxWaitMs: 0 } as const;
    expect(await takeTurn(bia.resellerId, id, wish, now)).toMatchObject({ held: 'changed' });
    expect(await row(id)).toMatchObject({ next_call_at: null });
  });
});

describe('an open circuit', () => {
  test('lets one read a minute through, of however many', async () => {
    const id = await server();
    await record(id, 'read', trace('block_page', { status: 403 }));
    const tries = await Promise.all(Array.from({ length: 8 }, () => turn(id, 'read', later(60_000))));
    expect(tries.filter((w) => 'waitMs' in w)).toHaveLength(1);
    expect(await turn(id, 'credit', later(200_000))).toEqual({
      held: 'circuit',
      circuit: 'open',
      circuitReason: 'block_page',
    });
  });

  test('opens on the fifth loss in a row, closes on a good read, both in the audit', async () => {
    const id = await server();
    const lost = trace('unreachable', { status: null, phase: 'tcp' });
    await Promise.all(Array.from({ length: 5 }, () => record(id, 'read', lost)));
    expect(await row(id)).toMatchObject({ circuit: 'open', failures_in_row: 5 });
    await record(id, 'read', trace('server_error', { status: 502 }), later(60_000));
    expect(await row(id)).toMatchObject({ circuit: 'open', bad_in_row: 1 });
    await record(id, 'read', trace('ok'), later(60_000));
    expect(await row(id)).toMatchObject({ circuit: 'closed', failures_in_row: 0, last_latency_ms: 40 });
    expect(await row(id)).toMatchObject({ bad_in_row: 0 });
    const acts = await t.sql`select action from audit_events where subject_id = ${id} order by at`;
    expect(acts.map((a) => a.action)).toEqual(['server.circuit_opened', 'server.circuit_closed']);
  });

  test('is not opened by an answer to the address that was replaced', async () => {
    const id = await server({ version: 2 });
    await record(id, 'read', trace('bad_token', { status: 401 }), now, 1);
    expect(await row(id)).toMatchObject({ circuit: 'closed' });
  });

  test('a person may look at once, and ends a pause; nobody else’s server', async () => {
    const id = await server();
    await record(id, 'read', trace('bad_token', { status: 401 }));
    await allowProbe(bia.resellerId, id, now);
    expect(await turn(id, 'read')).toMatchObject({ held: 'circuit' });
    await allowProbe(ana.resellerId, id, now);
    expect(await turn(id, 'read')).toEqual({ waitMs: 0 });

    const poor = await server();
    await record(poor, 'credit', trace('no_credits', { status: 400 }));
    expect(await turn(poor, 'credit')).toMatchObject({ held: 'circuit', circuit: 'paused' });
    expect(await closeCircuit(bia.resellerId, bia, poor, now)).toBe(false);
    expect(await closeCircuit(ana.resellerId, ana, poor, now)).toBe(true);
    expect(await closeCircuit(ana.resellerId, ana, poor, now)).toBe(false);
    expect(await turn(poor, 'credit')).toEqual({ waitMs: 0 });
  });
});
