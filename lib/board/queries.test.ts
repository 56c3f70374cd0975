import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { boardWorld } from '@/db/test-board';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { accountTask } from '@/lib/accounts/queries';
import type { Actor } from '@/lib/auth/rules';
import { countMessages, getMessage } from '@/lib/channels/list/queries';
import { bringBack, dismiss } from '@/lib/dismissals/commands';
import { dismissalOf } from '@/lib/dismissals/queries';
import { packagesNeedingPerson } from '@/lib/packages/stats/queries';
import { sheetRow } from '@/lib/sheets/board/queries';
import { DAY_MS } from '@/lib/time';
import { countDismissed, dismissedPage } from './dismissed/queries';
import { boardLines } from './lines/queries';
import { boardPage, hasBegun, movingByKind, needingPerson, needsByKind } from './queries';
import { KINDS, readPlace } from './rules';

const SP = 'America/Sao_Paulo';
const now = new Date('2026-12-01T15:00:00Z');
const ALL = { kind: null, side: null };
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
let world: Awaited<ReturnType<typeof boardWorld>>;
beforeAll(async () => {
  t = await testDatabase();
  [ana, bia] = [await t.reseller(), await t.reseller()];
  world = await boardWorld(t, ana, now);
});
afterAll(() => t.drop());

test('one list of all kinds: what needs a person first, each oldest first, right over any page size', async () => {
  const moving = [
    await world.renewal({ state: 'unknown' }),
    await world.message({ state: 'queued', channel: 'evolution' }),
  ];
  // One that may have arrived, or came too late, has only to be looked at: after all that has to be decided.
  const look = [
    await world.message({ state: 'unknown', reason: 'timeout' }),
    await world.message({ state: 'expired' }),
  ];
  const needs = [
    await world.task({ state: 'review' }),
    await world.renewal({ state: 'rejected', reason: 'no_credits' }),
    await world.row({}),
    await world.task({ kind: 'status', wanted: 'suspended', state: 'rejected' }),
    await world.renewal({ state: 'review' }),
  ];
  moving.push(await world.task({ state: 'pending' }), await world.row({ state: 'queued' }));
  // Not on the board: ended, by hand, an answer that came too late.
  await world.renewal({ state: 'verified' });
  await world.message({ state: 'queued', channel: 'manual' });
  await world.message({ state: 'expired', kind: 'reply' });
  await world.row({ state: 'done' });
  // Two of the same moment: the id decides.
  const twins = (
    await Promise.all([1, 2].map(() => world.message({ createdAt: new Date(now.getTime() - 60_000) })))
  ).sort();
  const wanted = [...needs, ...twins, ...look, ...moving];
  for (const size of [1, 3, 50]) {
    const seen: string[] = [];
    for (let after: string | undefined, turns = 0; turns < 20; turns++) {
      const { rows, next } = await boardPage(ana.resellerId, ALL, readPlace(after), size);
      seen.push(...rows.map((row) => row.id));
      if (!next) break;
      after = next;
    }
    expect(seen).toEqual(wanted);
  }
  const only = await boardPage(ana.resellerId, { kind: 'status', side: 'needs' }, null);
  expect(only.rows.map((row) => row.id)).toEqual([needs[3]]);
  expect((await boardPage(ana.resellerId, { kind: 'pix', side: 'moving' }, null)).rows).toEqual([]);
});

test('the figure, the tabs and the list count the same; of another reseller nothing', async () => {
  const [needs, moving, all] = [
    await needsByKind(ana.resellerId),
    await movingByKind(ana.resellerId),
    await boardPage(ana.resellerId, ALL, null, 500),
  ];
  for (const kind of KINDS) {
    const of = (side: string) => all.rows.filter((row) => row.kind === kind && row.side === side);
    expect([kind, needs[kind].n, moving[kind].n]).toEqual([kind, of('needs').length, of('moving').length]);
  }
  const oldest = all.rows.find((row) => row.kind === 'message' && row.at < (all.rows[0]?.at ?? now))?.at;
  expect(await needingPerson(ana.resellerId)).toEqual({ count: 9, oldest });
  expect(await needingPerson(bia.resellerId)).toEqual({ count: 0, oldest: null });
  expect(await boardPage(bia.resellerId, ALL, null)).toEqual({ rows: [], next: null });
  expect([await hasBegun(ana.resellerId), await hasBegun(bia.resellerId)]).toEqual([true, false]);
  // A foreign row asked for by its id is not there.
  expect(await boardLines(bia.resellerId, all.rows, now, SP)).toEqual([]);
  const one = (kind: string) => all.rows.find((row) => row.kind === kind)?.id ?? '';
  for (const { resellerId } of [ana, bia])
    expect([
      (await accountTask(resellerId, one('creation'))) !== null,
      (await sheetRow(resellerId, one('sheet'))) !== null,
      (await getMessage(resellerId, one('message'))) !== null,
    ]).toEqual(Array(3).fill(resellerId === ana.resellerId));
});

test('each line says whose it is, what it is and why it stands still', async () => {
  const { rows } = await boardPage(ana.resellerId, ALL, null);
  const lines = await boardLines(ana.resellerId, rows, now, SP);
  expect(lines).toHaveLength(rows.length);
  expect(lines.map(({ kind, who, chip }) => [kind, who, chip.text]).slice(0, 5)).toEqual([
    ['creation', 'Ana', 'Precisa de você'],
    ['renewal', 'Ana', 'Precisa de você'],
    ['sheet', '84 512 3456', 'Precisa de você'],
    ['status', 'Ana', 'Precisa de você'],
    ['renewal', 'Ana', 'Precisa de você'],
  ]);
  expect(
    lines.filter(
      (line) =>
        line.side === 'needs' &&
        line.kind !== 'status' &&
        line.kind !== 'renewal' &&
        !line.why &&
        line.state !== 'failed',
    ),
  ).toEqual([]);
});

test('dismissed: off every count, kept with its reason, back as it was; set going again it is back by itself', async () => {
  const rui = await t.reseller();
  const his = await boardWorld(t, rui, now);
  const picked = [
    { kind: 'account', id: await his.task({ state: 'rejected' }) },
    { kind: 'sheet', id: await his.row({}) },
    { kind: 'message', id: await his.message({}) },
  ] as const;
  const counts = async () => [
    (await needingPerson(rui.resellerId)).count,
    (await boardPage(rui.resellerId, ALL, null)).rows.length,
    await packagesNeedingPerson(rui.resellerId),
    (await countMessages(rui.resellerId, now)).problem,
    await countDismissed(rui.resellerId, null),
  ];
  expect(await counts()).toEqual([3, 3, 1, 1, 0]);
  for (const one of picked) {
    expect(await dismiss(ana, { ...one, because: 'dela não' }, now)).toBe(false);
    expect(await dismiss(rui, { ...one, because: `por ${one.kind}` }, now)).toBe(true);
  }
  expect(await counts()).toEqual([0, 0, 0, 0, 3]);
  expect(await countDismissed(rui.resellerId, 'creation')).toBe(1);
  const { lines } = await dismissedPage(rui.resellerId, { kind: null, after: null }, now, SP);
  expect(lines.map((line) => [line.kind, line.dismissal.because]).sort()).toEqual([
    ['creation', 'por account'],
    ['message', 'por message'],
    ['sheet', 'por sheet'],
  ]);
  expect((await dismissedPage(ana.resellerId, { kind: null, after: null }, now, SP)).lines).toEqual([]);
  const [account, row, message] = picked;
  expect(await bringBack(ana, row, now)).toBe(false);
  expect(await bringBack(rui, row, now)).toBe(true);
  expect(await bringBack(rui, row, now)).toBe(false);
  // A retry moves the row on: where it fails again, a person sees it again.
  await t.sql`update account_tasks set next_run_at = ${new Date(now.getTime() + DAY_MS)} where id = ${account.id}`;
  expect(await dismissalOf(rui.resellerId, 'account', account.id)).toBeNull();
  expect(await dismissalOf(rui.resellerId, 'message', message.id)).toMatchObject({
    because: 'por message',
    by: rui.userName,
  });
  expect(await counts()).toEqual([2, 2, 1, 0, 1]);
  // What no longer waits cannot be dismissed.
  await t.sql`update sheet_rows set state = 'done' where id = ${row.id}`;
  expect(await dismiss(rui, { ...row, because: 'tarde' }, now)).toBe(false);
  expect(await dismiss(rui, { kind: 'sheet', id: newId(), because: 'nada' }, now)).toBe(false);
  const audited = await t.sql`select action, actor_name, detail->>'because' as because from audit_events
    where reseller_id = ${rui.resellerId} and action like 'delivery.%'`;
  expect(
    audited.filter((e) => e.action === 'delivery.dismissed' && e.because && e.actor_name === rui.userName),
  ).toHaveLength(3);
  expect(audited.filter((e) => e.action === 'delivery.brought_back')).toHaveLength(1);
});
