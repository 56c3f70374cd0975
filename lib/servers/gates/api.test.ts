import { createServer as serve } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import type { PanelReason } from '@/lib/panels/rules';
import { createServer } from '../commands';
import { testConnection } from '../jobs';
import { openPanel } from '../queries';
import { takeSlot } from '../slots/commands';
import { readerGate } from './api';

const now = new Date('2026-11-21T12:00:00Z');
const ZONE = 'America/Sao_Paulo';
/** A panel that takes its time, and counts how many are with it at once and when each came. */
const seen = { inside: 0, most: 0, at: [] as number[] };
const panel = serve(async (req, res) => {
  seen.at.push(performance.now());
  seen.most = Math.max(seen.most, ++seen.inside);
  await sleep(250);
  seen.inside--;
  const page = Number(new URL(req.url ?? '/', 'http://x').searchParams.get('page') ?? 1);
  const data = req.url?.includes('/user')
    ? [{ id: 'u1', username: 'estrela' }]
    : req.url?.includes('/package')
      ? [{ id: `p${page}`, name: `Pacote ${page}`, status: 'ACTIVE', is_trial: 'NO' }]
      : { username: 'ana', user_id: 'u1', expires_at: '2026-12-21T02:59:59Z' };
  const body = JSON.stringify({ data, meta: { last_page: req.url?.includes('/package') ? 3 : 1 } });
  res.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
let t: TestDatabase;
let ana: Actor;
let url: string;
beforeAll(async () => {
  vi.stubEnv('PANEL_CALL_EVERY_MS', '500');
  await new Promise<void>((ready) => panel.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(panel.address() as AddressInfo).port}`;
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(url).host;
  t = await testDatabase();
});
afterAll(async () => {
  panel.close();
  await t.drop();
});
beforeEach(async () => {
  Object.assign(seen, { inside: 0, most: 0, at: [] });
  ana = await t.reseller();
});

async function opened() {
  const login = { url, username: 'estrela', token: '1|token-de-teste' };
  const input = { name: 's', billing: 'fixed', monthlyCents: 0, panelType: 'sigma', panel: login } as const;
  const made = await createServer(ana.resellerId, ana, input, now);
  if (!made.ok) throw new Error(made.reason);
  const panel = await openPanel(ana.resellerId, made.id, now);
  if (!panel) throw new Error('no panel');
  await panel.adapter.findUser();
  return { id: made.id, adapter: panel.adapter };
}

test('a worker, a tick and the tests of a form together: never three at the panel', async () => {
  const { adapter, id } = await opened();
  const tick = (await openPanel(ana.resellerId, id, now))?.adapter;
  const form = { panelType: 'sigma', panel: { url, username: 'estrela', token: '1|outro-token' } };
  const answers = await Promise.all([
    adapter.readCustomer('ana'),
    adapter.readCustomer('ana'),
    tick?.readCustomer('ana'),
    testConnection(ana.resellerId, form, ZONE, now),
    testConnection(ana.resellerId, form, ZONE, now),
  ]);
  expect(seen.most).toBe(2);
  expect(answers.slice(0, 3).map((a) => a && typeof a === 'object' && 'kind' in a && a.kind)).toEqual(
    Array(3).fill('found'),
  );
  expect(answers.slice(3)).toMatchObject([{ ok: true }, { ok: true }]);
  expect((await t.sql`select * from panel_slots`).length).toBe(0);
}, 20_000);

test('every page of a list waits for its own turn in the pace', async () => {
  const { adapter } = await opened();
  // The rest of the burst is used up: from here on one each 500 ms.
  await adapter.readCustomer('ana');
  seen.at = [];
  const listed = await adapter.listPackages();
  expect(listed.ok && listed.items.map((p) => p.packageId)).toEqual(['p1', 'p2', 'p3']);
  const gaps = seen.at.slice(1).map((at, i) => at - (seen.at[i] ?? 0));
  expect(gaps).toHaveLength(2);
  for (const gap of gaps) expect(gap).toBeGreaterThan(300);
}, 20_000);

test('a test of values nobody saved keeps the same pause between its requests', async () => {
  const form = { panelType: 'sigma', panel: { url, username: 'estrela', token: '1|outro-token' } };
  expect(await testConnection(ana.resellerId, form, ZONE, now)).toMatchObject({ ok: true });
  const gaps = seen.at.slice(1).map((at, i) => at - (seen.at[i] ?? 0));
  // The user, the other API, three pages of packages, the rules.
  expect(gaps).toHaveLength(5);
  for (const gap of gaps) expect(gap).toBeGreaterThan(400);
}, 20_000);

test('who waits too long is told that the panel is busy: nothing was sent, and its health is untouched', async () => {
  const { adapter, id } = await opened();
  await takeSlot(ana.resellerId, url);
  await takeSlot(ana.resellerId, url);
  seen.at = [];
  const answer = await adapter.setStatus('ana', 'suspended');
  expect(answer).toMatchObject({ class: 'not_sent', trace: { reason: 'busy', phase: 'blocked' } });
  expect(seen.at).toEqual([]);
  const [row] = await t.sql`select circuit, failures_in_row from servers where id = ${id}`;
  expect(row).toEqual({ circuit: 'closed', failures_in_row: 0 });
}, 20_000);

test('a bulk reading notes one good answer for many, every bad one, and the good one after it', async () => {
  const noted: PanelReason[] = [];
  const gate = readerGate({
    turn: async () => ({ release: async () => {} }),
    record: async (_, { reason }) => void noted.push(reason),
    keepUser: async () => {},
  });
  for (const reason of ['ok', 'ok', 'server_error', 'ok', 'ok'] as const) {
    const of = {
      status: 200,
      phase: 'body',
      latencyMs: 1,
      detail: null,
      retryAfterMs: null,
      movedTo: null,
    } as const;
    await gate.record('read', { ...of, reason });
  }
  expect(noted).toEqual(['ok', 'server_error', 'ok']);
});
