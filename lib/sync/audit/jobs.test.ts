import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { panelAudits } from '@/db/schema/sync';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { driveAudit, dueAudits } from './jobs';
import { findingsOf, latestAudits } from './queries';

const START = new Date('2026-11-21T12:00:00Z');
setStage(START);
beforeEach(async () => {
  await t.sql`update servers set created_at = ${now} where id = ${shop.serverId}`;
  // One that is compared by itself is audited from those readings (lib/sync/schedule).
  await t.sql`insert into sync_settings (server_id, reseller_id, every, apply)
    values (${shop.serverId}, ${ana.resellerId}, 'off', '{}')`;
});

/** Tomorrow at 03:30 in São Paulo. */
const night = () => {
  goTo(new Date('2026-11-22T06:30:00Z'));
};
async function renewed() {
  const who = await debtor();
  const request = { invoiceId: who.invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  await payInvoice(ana, request, now);
  expect((await executeRenewal(request.intentId, clock))?.state).toBe('verified');
  pass(10_000);
  return who;
}
const mine = async () => (await dueAudits(now, 50)).filter((due) => due.group === shop.serverId);
/** One customer a call, as if every call were killed right after it: the next goes on at the next one. */
async function finish(): Promise<string[]> {
  const ended: string[] = [];
  for (let [due] = await mine(); due; [due] = await mine()) {
    ended.push((await driveAudit(due.id, clock, 0)) ?? 'null');
    pass(6_000);
  }
  return ended;
}
const found = async () => {
  const audits = await latestAudits(ana.resellerId, shop.serverId);
  return { audits, ...(await findingsOf(ana.resellerId, audits)) };
};
const rowsOf = () => t.sql`select * from clients where reseller_id = ${ana.resellerId} order by id`;

test('a night’s audit finds what does not fit, changes nothing, and comes once a night', async () => {
  expect(await mine()).toEqual([]);
  const [fine, double, taken] = [await renewed(), await renewed(), await renewed()];
  const shown = (username: string) => panel.control.customers.find((c) => c.username === username);
  const at = new Date(shown(double.username)?.expiresAt ?? 0);
  const further = new Date(at.getTime() + 30 * DAY_MS).toISOString();
  panel.control.customer({ username: double.username, expiresAt: further });
  panel.control.remove(taken.username);
  const before = [await rowsOf(), panel.ledger.length, panel.control.customers];

  night();
  expect(await finish()).toEqual(['time', 'time', 'time', 'end']);
  const { rows, audits, total } = await found();
  expect(audits).toMatchObject([{ state: 'done', readCount: 3, skippedCount: 0 }]);
  expect(total).toBe(2);
  expect(rows.map((r) => [r.clientId, r.kind]).sort()).toEqual(
    [
      [double.clientId, 'moved_more'],
      [taken.clientId, 'account_gone'],
    ].sort(),
  );
  expect(rows.map((r) => r.clientId)).not.toContain(fine.clientId);
  expect([await rowsOf(), panel.ledger.length, panel.control.customers]).toEqual(before);
  expect(await mine()).toEqual([]);
  pass(DAY_MS);
  expect(await mine()).toHaveLength(1);
  const other = await t.reseller();
  expect(await findingsOf(other.resellerId, audits)).toMatchObject({ rows: [], total: 0 });
});

test('due soon comes first; of two callers one reads', async () => {
  const [soon, later] = [await debtor(), await debtor()];
  await t.sql`update clients set expires_at = ${new Date(now.getTime() + 300 * DAY_MS)} where id = ${later.clientId}`;
  night();
  const [due] = await mine();
  panel.control.calls = [];
  const both = await Promise.all([1, 2].map(() => driveAudit(due?.id ?? '', clock, 0)));
  expect(both.filter((ended) => ended === null)).toHaveLength(1);
  const read = panel.control.calls.filter((c) => c.act === 'customer').map((c) => c.path);
  expect(read).toEqual([expect.stringContaining(soon.username)]);
});

test('a panel that does not answer is left alone for ten minutes; one customer is passed over after three', async () => {
  await debtor();
  night();
  panel.control.script({ on: 'customer', fault: 'http 500', times: 3 });
  const [due] = await mine();
  const audit = async () =>
    (
      await t.db
        .select()
        .from(panelAudits)
        .where(eq(panelAudits.id, due?.id ?? ''))
    )[0];
  for (let tries = 1; tries <= 3; tries++) {
    expect(await driveAudit(due?.id ?? '', clock, 0)).toBe('unreadable');
    expect(await mine()).toEqual([]);
    pass(10 * MINUTE_MS);
  }
  expect(await audit()).toMatchObject({ skippedCount: 1, readCount: 0, reason: 'server_error' });
  expect(await finish()).toEqual(['end']);
  expect((await audit())?.state).toBe('done');
});
