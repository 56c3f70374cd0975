import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { ana, clock, debtor, now, panel, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { DAY_MS } from '@/lib/time';
import { applyDifferences } from '../apply/commands';
import { undoBatch } from '../apply/undo/commands';
import { cancelSync, startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';
import { differenceWords } from './client/messages';
import { openDifferences } from './client/queries';
import { earlierWords } from './messages';
import { countPaid, latestRun, listDifferences } from './queries';
import { isWaiting, openCount } from './rules';

const START = new Date('2026-11-22T12:00:00Z');
const later = new Date(START.getTime() + 60_000);
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);

const start = async (at = now) => {
  const [runId = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, at);
  return runId;
};
const read = async (at = now) => {
  const runId = await start(at);
  expect(await driveSync(runId, async () => at, 10_000)).toBe('end');
  return runId;
};
const shown = async () => {
  const run = await latestRun(ana.resellerId, shop.serverId);
  if (!run) throw new Error('no reading');
  const { rows } = await listDifferences(ana.resellerId, { runId: run.id, class: 'later', filter: {} });
  return {
    id: run.id,
    age: earlierWords(run.counts.later.earlier, run.counts.later.all, ana.reseller.timezone),
    open: openCount(run.counts),
    rows: rows.map(({ username, state }) => `${username} ${state}`),
  };
};
const farther = async (n: number) => {
  const { username } = await debtor();
  panel.control.customer({ username, userId: panel.control.users[0]?.id, expiresAt: day(n).toISOString() });
  return username;
};

test('a newer reading that found nothing hides no difference, and these are taken over from it', async () => {
  const [a, b] = [await farther(60), await farther(70)];
  const first = await read();
  const blocked = await start(later);
  expect(await shown()).toEqual({
    ...{ id: blocked, open: 2, rows: [`${a} open`, `${b} open`] },
    age: expect.stringMatching(/^Diferenças da leitura de 22\/11\/2026\s0[89]:/),
  });
  expect(
    await applyDifferences(ana, { runId: blocked, which: { classes: ['earlier'] } }, later),
  ).toMatchObject({
    updated: 0,
  });
  await cancelSync(ana, blocked, later);
  expect((await shown()).rows).toHaveLength(2);
  const stranger = await t.reseller();
  expect(await latestRun(stranger.resellerId, shop.serverId)).toBeNull();
  expect(
    (await listDifferences(stranger.resellerId, { runId: blocked, class: 'later', filter: {} })).rows,
  ).toEqual([]);

  // What a later run found was not on the page that an earlier one's is.
  const [late] = await t.sql`update sync_rows set run_id = ${blocked} where username = ${b} returning id`;
  const ids = [String(late?.id)];
  const told = async () => {
    const [{ client_id: id } = {}] = await t.sql`select client_id from sync_rows where id = ${ids[0] ?? ''}`;
    const rows = await openDifferences(ana.resellerId, id);
    return rows.map((row) => differenceWords(row, ana.reseller.timezone));
  };
  expect(await told(), 'on the client’s page').toEqual([
    expect.stringMatching(/^A leitura de 22.* mostrou outra data no painel: 31\/01\/2027\s09:00\.$/),
  ]);
  expect(await applyDifferences(ana, { runId: first, which: { ids } }, later)).toMatchObject({ updated: 0 });
  expect(await shown()).toMatchObject({
    age: expect.stringMatching(/^1 destas linhas é da leitura de 22/),
  });
  expect(await applyDifferences(ana, { runId: blocked, which: { classes: ['later'] } }, later)).toMatchObject(
    { updated: 2 },
  );
  expect(await shown()).toEqual({ id: blocked, open: 0, rows: [`${b} applied`], age: null });
  expect(await told()).toEqual([]);
});

test('a reading waits while its panel is why, and not before its turn', () => {
  const blocked = { state: 'running', reason: 'block_page', nextRunAt: later };
  expect(isWaiting(blocked, now)).toBe(true);
  const others = [
    { ...blocked, reason: null },
    { ...blocked, nextRunAt: now },
    { ...blocked, state: 'stopped' },
  ];
  expect(others.map((one) => isWaiting(one, now))).toEqual([false, false, false]);
});

test('a client who was not shown by the latest reading is counted there alone', async () => {
  await farther(60);
  await read();
  const failed = await start(later);
  await t.sql`insert into sync_rows (id, reseller_id, run_id, client_id, username, class, reason, read_at)
    select gen_random_uuid(), reseller_id, ${failed}, client_id, username, 'unread', 'timeout', ${later}
    from sync_rows where reseller_id = ${ana.resellerId} limit 1`;
  expect(await latestRun(ana.resellerId, shop.serverId)).toMatchObject({ unread: 1 });
  await cancelSync(ana, failed, later);
  await start(new Date(later.getTime() + 60_000));
  expect(await latestRun(ana.resellerId, shop.serverId)).toMatchObject({ unread: 0 });
});

test.each([
  ['later', 90, 1],
  ['earlier than that, and later than before', 10, 1],
  ['as before', 5, 0],
])('an undo leaves what a later reading says, held against who is as before: %s', async (_, n, left) => {
  const username = await farther(60);
  const first = await read();
  const taken = await applyDifferences(ana, { runId: first, which: { classes: ['later'] } }, now);
  panel.control.customer({ username, expiresAt: day(n).toISOString() });
  const second = await read(later);
  expect(await undoBatch(ana, taken?.batchId ?? '', later)).toEqual({ undone: 1, kept: 0 });
  expect(await t.sql`select run_id, class, state from sync_rows where username = ${username}`).toEqual(
    [{ run_id: second, class: 'later', state: 'open' }].slice(0, left),
  );
  const rest = applyDifferences(ana, { runId: second, which: { classes: ['later', 'earlier'] } }, later);
  expect(await rest).toMatchObject({ updated: left, stale: 0 });
});

test('nothing stays to be decided about who was archived since, at once', async () => {
  const [a, b] = [await farther(60), await farther(70)];
  await read();
  await t.sql`update clients set archived_at = ${now} where username = ${a}`;
  const left = { open: 1, rows: [`${b} open`] };
  expect(await shown()).toMatchObject(left);
  // Even when they are back they were not read as what they are now.
  await read(later);
  await t.sql`update clients set archived_at = null where username = ${a}`;
  expect(await shown()).toMatchObject(left);
});

test('of those whose panel gives less, the ones who have paid for it are counted', async () => {
  await farther(2);
  const { invoiceId, username } = await debtor();
  const intentId = newId();
  await payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
  expect((await executeRenewal(intentId, clock))?.state).toBe('verified');
  panel.control.customer({ username, expiresAt: day(20).toISOString() });
  const runId = await read(later);
  const paid = (q: string) =>
    countPaid(ana.resellerId, { runId, class: 'earlier', filter: { q } }, ana.reseller.timezone);
  expect(await latestRun(ana.resellerId, shop.serverId)).toMatchObject({ counts: { earlier: { open: 2 } } });
  expect([await paid(''), await paid(username), await paid('ninguém')]).toEqual([1, 1, 0]);
});
