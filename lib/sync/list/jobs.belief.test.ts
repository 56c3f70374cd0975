import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { ana, clock, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { alike, asListing, namesAsked, pagesAsked } from '../fake-readers';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';

const START = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);
beforeEach(() => asListing({ t, shop, panel }));

const many = (count: number) => alike({ t, ana, shop, panel }, { count, now: START });
async function begin(): Promise<string> {
  const [id = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  return id;
}
const drive = (id: string) => driveSync(id, clock, 20_000);
const rowsOf = async (id: string) =>
  (
    await t.sql`select username, class, reason from sync_rows where run_id = ${id} order by username, class`
  ).map((row) => [row.username, row.class, ...(row.reason ? [row.reason] : [])].join(' '));

describe('what the list said is believed only', () => {
  test('where nothing was done on the account since, and not for long', async () => {
    const [first = '', second = ''] = await many(3);
    const id = await begin();
    panel.control.script({ on: 'customer', fault: 'rate text', times: 1 });
    panel.control.remove('cliente3');
    expect(await drive(id), 'the list is kept, its comparison waits').toBe('pause');
    panel.control.calls = [];
    pass(11 * MINUTE_MS);
    await t.sql`update clients set panel_read_at = ${now} where id = ${first}`;
    const task = { id: newId(), reseller_id: ana.resellerId, client_id: second, server_id: shop.serverId };
    await t.sql`insert into account_tasks ${t.sql({
      ...task,
      ...{ kind: 'status', wanted: 'active', state: 'done', sent_at: now, next_run_at: now },
    })}`;
    await t.sql`update sync_runs set cursor_ms = null, cursor_id = null where id = ${id}`;
    expect(await drive(id)).toBe('end');
    expect(namesAsked(panel)).toEqual(['cliente1', 'cliente2', 'cliente3']);
  });

  test('for an hour', async () => {
    await many(3);
    panel.control.remove('cliente1');
    const id = await begin();
    panel.control.script({ on: 'customer', fault: 'rate text', times: 1 });
    expect(await drive(id)).toBe('pause');
    panel.control.calls = [];
    pass(HOUR_MS + MINUTE_MS);
    await t.sql`update sync_runs set cursor_ms = null, cursor_id = null, owed = default where id = ${id}`;
    expect(await drive(id)).toBe('end');
    expect(namesAsked(panel)).toEqual(['cliente1', 'cliente2', 'cliente3']);
  });

  test('of the server as it is: edited meanwhile, its list is read anew', async () => {
    await many(4);
    panel.control.customer({ username: 'nova', expiresAt: day(3).toISOString() });
    const id = await begin();
    panel.control.remove('cliente1');
    panel.control.script({ on: 'customer', fault: 'rate text', times: 1 });
    expect(await drive(id)).toBe('pause');
    expect(await rowsOf(id)).toEqual(['nova missing_here']);
    panel.control.remove('nova');
    await t.sql`update servers set version = version + 1 where id = ${shop.serverId}`;
    pass(11 * MINUTE_MS);
    panel.control.calls = [];
    expect(await drive(id)).toBe('end');
    expect(pagesAsked(panel)).toEqual([1]);
    expect(await rowsOf(id)).toEqual(['cliente1 missing_there customer_absent']);
  });

  test('of whom it shows: who stood on a page that was not shown stays unknown here, and so does everybody without a list', async () => {
    const stranger = (username: string) =>
      panel.control.customer({ username, expiresAt: day(3).toISOString() });
    stranger('nova');
    await many(8);
    stranger('zeca');
    const told = async (listState: string) => {
      pass(MINUTE_MS);
      const id = await begin();
      expect(await drive(id)).toBe('end');
      const [run] = await t.sql`select state, list_state from sync_runs where id = ${id}`;
      expect(run).toEqual({ state: 'done', list_state: listState });
      return id;
    };
    const whole = await told('read');
    expect(await rowsOf(whole)).toEqual(['nova missing_here', 'zeca missing_here']);
    panel.control.script({ on: 'list', times: 1 }, { on: 'list', fault: 'http 500', times: 3 });
    const partial = await told('partial');
    await t.sql`update servers set panel_type = 'sigma' where id = ${shop.serverId}`;
    await told('none');
    expect([await rowsOf(whole), await rowsOf(partial)]).toEqual([
      ['zeca missing_here'],
      ['nova missing_here'],
    ]);
  });

  test('by what its pages say of their number together: those that count fewer cut nothing', async () => {
    panel.control.set({ cap: 1 });
    await many(42);
    panel.control.customer({ username: 'nova', expiresAt: day(3).toISOString() });
    // As many as are asked for at once count 22 pages, not 43, and stop one customer short.
    panel.control.script({ on: 'list', times: 1 }, { on: 'list', times: 20, variant: { cap: 2 } });
    const id = await begin();
    expect(await drive(id)).toBe('end');
    expect(await rowsOf(id)).toEqual(['nova missing_here']);
    const [run] = await t.sql`select list_state, list_pages from sync_runs where id = ${id}`;
    expect(run).toEqual({ list_state: 'read', list_pages: 43 });
  });
});
