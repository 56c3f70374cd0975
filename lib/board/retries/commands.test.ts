import { afterAll, beforeAll, expect, test } from 'vitest';
import { boardWorld } from '@/db/test-board';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { retriedWords } from '../messages';
import { boardPage } from '../queries';
import type { Kind } from '../rules';
import { retryFiltered, retryPicked } from './commands';
import { retryable } from './queries';

const SP = 'America/Sao_Paulo';
const now = new Date('2026-12-01T15:00:00Z');
let t: TestDatabase;
let ana: Actor;
beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
});
afterAll(() => t.drop());

async function oneOfEach(actor: Actor) {
  const world = await boardWorld(t, actor, now);
  const may: { kind: Kind; id: string }[] = [
    { kind: 'renewal', id: await world.renewal({ state: 'rejected', reason: 'no_credits' }) },
    { kind: 'creation', id: await world.task({ state: 'rejected', reason: 'no_credits' }) },
    { kind: 'status', id: await world.task({ kind: 'status', wanted: 'active', state: 'rejected' }) },
    { kind: 'sheet', id: await world.row({ reason: 'refused', phoneState: null }) },
    { kind: 'message', id: await world.message({ state: 'failed', reason: 'refused' }) },
  ];
  const doubt: { kind: Kind; id: string }[] = [
    { kind: 'renewal', id: await world.renewal({ state: 'review', reason: 'not_seen_renewed' }) },
    { kind: 'creation', id: await world.task({ state: 'review', reason: 'unnamed', attempt: 1 }) },
    {
      kind: 'status',
      id: await world.task({ kind: 'status', wanted: 'suspended', state: 'rejected', reason: 'same_panel' }),
    },
    { kind: 'sheet', id: await world.row({ reason: 'duplicate_other' }) },
    { kind: 'sheet', id: await world.row({ reason: 'restored' }) },
    { kind: 'message', id: await world.message({ state: 'unknown', reason: 'timeout' }) },
    { kind: 'message', id: await world.message({ state: 'expired' }) },
    { kind: 'message', id: await world.message({ state: 'failed', expiresAt: now }) },
  ];
  return { may, doubt };
}
const statesOf = async (actor: Actor) =>
  (
    await t.sql`select state, count(*)::int as n from (
      select reseller_id, state from renewal_intents union all select reseller_id, state from account_tasks
      union all select reseller_id, state from sheet_rows union all select reseller_id, state from messages) s
      where reseller_id = ${actor.resellerId} group by state order by state`
  ).map((row) => `${row.state} ${row.n}`);

test('many at once: what certainly did nothing goes again, what is in doubt stays and is counted', async () => {
  const { may, doubt } = await oneOfEach(ana);
  const before = await statesOf(ana);
  const bia = await t.reseller();
  expect(await retryPicked(bia, [...may, ...doubt], SP, now)).toEqual({
    queued: 0,
    oneByOne: 0,
    gone: 13,
    left: 0,
  });
  expect(await statesOf(ana)).toEqual(before);
  // The filter's conditions and the rule agree.
  const found = await boardPage(ana.resellerId, { kind: null, side: 'needs', only: retryable(now) }, null);
  expect(found.rows.map(({ id }) => id).sort()).toEqual(may.map(({ id }) => id).sort());
  const came = await retryPicked(ana, [...may, ...doubt], SP, now);
  expect(came).toEqual({ queued: 5, oneByOne: 8, gone: 0, left: 0 });
  expect(retriedWords(came)).toBe('5 entregas voltaram à fila. 8 precisam ser vistas uma a uma.');
  // Nothing in doubt has moved.
  expect(await statesOf(ana)).toEqual([
    'done 1',
    'expired 1',
    'failed 1',
    'pending 3',
    'queued 1',
    'rejected 1',
    'review 4',
    'unknown 1',
  ]);
  expect(await retryPicked(ana, may, SP, now)).toEqual({ queued: 0, oneByOne: 0, gone: 5, left: 0 });
});

test('all of a filter: only its kind, at most two hundred a press, the rest is told', async () => {
  const rui = await t.reseller();
  const { may } = await oneOfEach(rui);
  expect(may).toHaveLength(5);
  expect(await retryFiltered(rui, { kind: 'message' }, SP, now)).toEqual({
    queued: 1,
    oneByOne: 3,
    gone: 0,
    left: 0,
  });
  const world = await boardWorld(t, rui, now);
  const clientId = await world.client();
  for (let n = 0; n < 201; n++) await world.message({ clientId });
  expect(await retryFiltered(rui, { kind: 'message' }, SP, now)).toEqual({
    queued: 200,
    oneByOne: 3,
    gone: 0,
    left: 1,
  });
  expect(await retryFiltered(rui, { kind: null }, SP, now)).toMatchObject({ queued: 5, left: 0 });
});

test('a thousand in doubt hide nothing that may go again', async () => {
  const eva = await t.reseller();
  const world = await boardWorld(t, eva, now);
  const late = await world.message({ state: 'expired' });
  await t.sql`insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'period', n))).*
    from messages m, generate_series(1, 1000) n where m.id = ${late}`;
  await world.message({ state: 'failed' });
  expect(await retryFiltered(eva, { kind: null }, SP, now)).toMatchObject({
    ...{ queued: 1, oneByOne: 1_001, left: 0 },
  });
});
