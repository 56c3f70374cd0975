import { expect, test } from 'vitest';
import { ana, clock, debtor, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { DAY_MS, SECOND_MS } from '@/lib/time';
import { startSync } from '../../runs/commands';
import { driveSync } from '../../runs/jobs';
import { queueNudges } from '../commands';
import { driveNudges } from '../jobs';
import { MOST_WAITING } from '../rules';

const day = (n: number) => new Date(Date.UTC(2026, 11, n, 12)).toISOString();

setStage(new Date('2026-11-22T12:00:00Z'));

test('a reading that a comparison overtook changes nothing, and is made again', async () => {
  const { clientId, username } = await debtor();
  const there = (n: number) => panel.control.customer({ username, expiresAt: day(n) });
  const dates = async () =>
    (await t.sql`select theirs ->> 'expiresAt' as at from sync_rows where client_id = ${clientId}`).map(
      ({ at }) => new Date(at).toISOString(),
    );
  there(20);
  await queueNudges(ana.resellerId, [username], now);
  pass(6 * SECOND_MS);
  panel.control.calls = [];
  panel.control.delayMs = 600;
  const driven = driveNudges(shop.serverId, clock, 5_000);
  while (!panel.control.calls.some(({ act }) => act === 'customer'))
    await new Promise((again) => setTimeout(again, 5));
  panel.control.delayMs = 0;
  pass(SECOND_MS);
  there(25);
  const [id = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  expect(await driveSync(id, clock, 20_000)).toBe('end');
  expect(await driven).toBe(1);
  expect(await dates()).toEqual([day(25)]);
  expect((await t.sql`select state, reason from sync_runs where id = ${id}`)[0]?.state).toBe('done');
  there(28);
  pass(DAY_MS / 24);
  expect(await driveNudges(shop.serverId, clock, 5_000)).toBe(1);
  expect(await dates(), 'asked for again').toEqual([day(28)]);
});

test('calls at once let no more wait than one after the other', async () => {
  const many = 3 * 300;
  await t.sql`insert into clients (id, reseller_id, server_id, plan_id, name, username, password_encrypted, search,
      panel_state, expires_at)
    select gen_random_uuid(), ${ana.resellerId}, ${shop.serverId}, ${shop.planId}, 'c' || n, 'c' || n, 'x', '', 'linked',
      ${day(1)} from generate_series(0, ${many - 1}::int) n`;
  const part = (at: number) => Array.from({ length: 300 }, (_, n) => `c${at * 300 + n}`);
  await Promise.all([0, 1, 2].map((at) => queueNudges(ana.resellerId, part(at), now)));
  const [row] = await t.sql`select count(*)::int as n from sync_nudges where reseller_id = ${ana.resellerId}`;
  expect(row?.n).toBe(MOST_WAITING);
});
