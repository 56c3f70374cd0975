import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { updateServer } from '../commands';
import { recordPanelAnswer } from '../health/commands';
import { forgetOldHours } from './commands';
import { stopWords } from './messages';
import { heldOn, hoursOf, panelsNow, stopsOf } from './queries';
import { summaryOf } from './rules';

const now = new Date('2026-11-21T12:30:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let t: TestDatabase;
let ana: Actor;
let bia: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
});
afterAll(() => t.drop());

async function panel(): Promise<string> {
  const id = newId();
  await t.db.insert(servers).values({ id, resellerId: ana.resellerId, name: 's', panelType: 'sigma' });
  return id;
}
const heard = (id: string, reason: PanelReason, latencyMs: number, at = now) => {
  const trace: CallTrace = {
    reason,
    status: reason === 'unreachable' ? null : 200,
    phase: reason === 'unreachable' ? 'tcp' : 'body',
    latencyMs,
    detail: null,
    retryAfterMs: null,
    movedTo: null,
  };
  return recordPanelAnswer(ana.resellerId, id, { call: 'read', version: 1, trace }, at);
};

test('every answer is counted in its hour, good ones by how long they took; another reseller sees none', async () => {
  const id = await panel();
  await Promise.all([70, 70, 240].map((ms) => heard(id, 'ok', ms)));
  await heard(id, 'customer_absent', 70);
  await heard(id, 'server_error', 9_000);
  await heard(id, 'unreachable', 10_000, later(HOUR_MS));
  const hours = await hoursOf(ana.resellerId, id, later(-DAY_MS));
  expect(
    hours.map(({ hour, calls, failures, maxMs }) => [hour.toISOString(), calls, failures, maxMs]),
  ).toEqual([
    ['2026-11-21T12:00:00.000Z', 5, 1, 240],
    ['2026-11-21T13:00:00.000Z', 1, 1, 0],
  ]);
  expect(summaryOf(hours)).toEqual({ calls: 6, failures: 2, medianMs: 100, slowMs: 240 });
  expect(await hoursOf(bia.resellerId, id, later(-DAY_MS))).toEqual([]);
  expect((await panelsNow(ana.resellerId, later(HOUR_MS))).get(id)).toEqual({ medianMs: 100, held: 0 });
  expect((await panelsNow(bia.resellerId, now)).size).toBe(0);
});

test('hours of another version are not counted; those older than a month are forgotten', async () => {
  const id = await panel();
  await heard(id, 'ok', 50, later(-31 * DAY_MS));
  await heard(id, 'ok', 50);
  await t.sql`update servers set version = 2 where id = ${id}`;
  await heard(id, 'ok', 50);
  await forgetOldHours(now);
  const hours = await hoursOf(ana.resellerId, id, later(-90 * DAY_MS));
  expect(hours.map((hour) => hour.calls)).toEqual([1]);
});

test('a stop ends where the panel is given a new address', async () => {
  const id = await panel();
  await heard(id, 'block_page', 50);
  const moved = { url: 'https://novo.example', username: 'estrela', token: '7|novo' };
  const form = { name: 's', billing: 'fixed', monthlyCents: 0, panelType: 'sigma', panel: moved } as const;
  expect(await updateServer(ana.resellerId, ana, id, form, later(60_000))).toMatchObject({ ok: true });
  const stops = await stopsOf(ana.resellerId, id, later(HOUR_MS));
  expect(stops.map(stopWords)[0]).toBe(`Continua no endereço novo, por ${ana.userName}.`);
  expect(stops).toHaveLength(2);
});

test('a stop and its end stand with their reasons', async () => {
  const id = await panel();
  await heard(id, 'block_page', 50);
  await heard(id, 'ok', 50, later(60_000));
  const stops = await stopsOf(ana.resellerId, id, later(HOUR_MS));
  expect(stops.map(({ action, detail }) => [action, (detail as { reason: string }).reason])).toEqual([
    ['server.circuit_closed', 'ok'],
    ['server.circuit_opened', 'block_page'],
  ]);
  expect(await stopsOf(bia.resellerId, id, later(HOUR_MS))).toEqual([]);
  expect(await heldOn(ana.resellerId, id, now)).toEqual({
    renewals: 0,
    creations: 0,
    statuses: 0,
    since: null,
  });
});
