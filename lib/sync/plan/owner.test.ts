import { expect, test } from 'vitest';
import { ana, clock, now, panel, setStage, shop, t } from '@/db/test-stage';
import { alike } from '../fake-readers';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';

setStage(new Date('2026-11-22T12:00:00Z'));

async function compared() {
  await t.sql`update servers set next_call_at = null`;
  panel.control.calls = [];
  const [id = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  expect(await driveSync(id, clock, 20_000)).toBe('end');
  const rows =
    await t.sql`select username, class, reason from sync_rows where run_id = ${id} order by username`;
  return rows.map((row) => `${row.username} ${row.class} ${row.reason}`);
}
const usersAsked = () => panel.control.calls.filter(({ act }) => act === 'user').length;

test('an account of another reseller there is not missing, and asks once more who we are', async () => {
  await alike({ t, ana, shop, panel }, { count: 4, now });
  const [, foreign] = panel.control.users;
  for (const username of ['cliente1', 'cliente3'])
    panel.control.customer({ username, userId: foreign?.id ?? 'de-outra' });
  expect(await compared()).toEqual(['cliente1 unread not_ours', 'cliente3 unread not_ours']);
  expect(usersAsked()).toBe(1);
});

test('made anew on the panel, our user is found by its name, and nobody is missing or unread', async () => {
  const ids = await alike({ t, ana, shop, panel }, { count: 12, now });
  expect(await compared()).toEqual([]);
  const [mine] = panel.control.users;
  if (!mine) throw new Error('no user on the panel');
  const before = mine.id;
  mine.id = 'FeitoDeNovo';
  for (const one of panel.control.customers) if (one.userId === before) one.userId = mine.id;
  expect(await compared()).toEqual([]);
  expect(usersAsked()).toBe(1);
  expect(await t.sql`select panel_user_id from sigma_credentials where server_id = ${shop.serverId}`).toEqual(
    [{ panel_user_id: 'FeitoDeNovo' }],
  );
  expect(ids.length).toBe(12);
});
