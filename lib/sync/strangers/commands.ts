import 'server-only';
import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { syncBatches, syncRows } from '@/db/schema/sync';
import { auditOf, type Doer, recordAudits } from '@/lib/audit/commands';
import { clientEntry } from '@/lib/clients/record/queries';
import { passwordPlace, seal } from '@/lib/crypto';
import { printOf } from '@/lib/imports/run/queries';
import type { Country } from '@/lib/phone';
import { searchText } from '@/lib/search';
import { matching, reachedFrom } from '../filter/queries';
import type { RowFilter } from '../filter/rules';
import { readAsIs } from '../runs/queries';
import { plansOn, runOf, takenElsewhere } from './queries';
import { type LeftCounts, planByPackage } from './rules';
import { clientOf, type LeftOut, type Values } from './schema';

/** Rows of one step: read, made clients and noted together. */
const STEP = 500;
const audit = auditOf('sync');

type Asked = {
  runId: string;
  which: { ids: string[] } | { filter: RowFilter };
  /** For whom no plan stands out; null leaves them out. */
  planId: string | null;
  country: Country;
};
type Imported =
  | { ok: true; batchId: string; created: number; left: LeftCounts }
  | { ok: false; reason: 'absent' | 'plan' };

/**
 * Takes customers of a panel in who are unknown here, chosen one by one or by filter, in one transaction: linked, with the
 * panel's date and status and an unknown password. Nothing is sent to the panel, nobody is welcomed, nothing renewed.
 */
export async function importStrangers(doer: Doer, asked: Asked, now: Date): Promise<Imported> {
  const { resellerId, userName } = doer;
  const { runId, planId } = asked;
  return database().transaction(async (tx): Promise<Imported> => {
    // One at a time: two servers with one login at one panel show the same people.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('taking in'), hashtext(${resellerId}))`);
    const run = await runOf(tx, resellerId, runId);
    if (!run || !(await isInUse(tx, doer, run.serverId))) return { ok: false, reason: 'absent' };
    await tx.execute(sql`set local statement_timeout = '60s'`);
    // Held, so that no plan is archived while clients come to it.
    const plans = await plansOn(tx, resellerId, run.serverId).for('share');
    if (planId && !plans.some((plan) => plan.id === planId)) return { ok: false, reason: 'plan' };
    const batchId = newId();
    const batch = { id: batchId, resellerId, runId, userName, kind: 'import' as const };
    await tx.insert(syncBatches).values({ ...batch, appliedCount: 0, createdAt: now });
    const reading = { country: asked.country, planOf: planByPackage(plans), planId };
    const sum = { created: 0, left: {} as LeftCounts };
    for (let after = ''; ; ) {
      const rows = await chosen(tx, doer, asked, after);
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      const ready: Ready[] = [];
      for (const row of rows) {
        const read = row.current ? clientOf(row, reading) : { ok: false as const, why: 'edited' as const };
        if (read.ok) ready.push({ rowId: row.id, readAt: row.readAt, values: read.values });
        else count(sum.left, read.why);
      }
      await createStep(tx, doer, { batchId, serverId: run.serverId, ready, sum }, now);
    }
    const { created, left } = sum;
    const ours = and(eq(syncBatches.resellerId, resellerId), eq(syncBatches.id, batchId));
    await tx.update(syncBatches).set({ appliedCount: created }).where(ours);
    if (created === 0) await tx.delete(syncBatches).where(ours);
    else await audit(tx, doer, runId, 'sync.imported', { batchId, count: created }, now);
    return { ok: true, batchId, created, left };
  });
}

const count = (left: LeftCounts, why: LeftOut): void => {
  left[why] = (left[why] ?? 0) + 1;
};

/** Locked, so that the server is not archived while clients come to it. */
async function isInUse(tx: Executor, { resellerId }: Doer, serverId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), isNull(servers.archivedAt)))
    .for('share');
  return rows.length === 1;
}

/** The next open rows, locked. */
async function chosen(tx: Executor, { resellerId }: Doer, { runId, which }: Asked, after: string) {
  return tx
    .select({
      id: syncRows.id,
      username: syncRows.username,
      theirs: syncRows.theirs,
      reason: syncRows.reason,
      readAt: syncRows.readAt,
      current: readAsIs,
    })
    .from(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        reachedFrom(resellerId, runId),
        eq(syncRows.class, 'missing_here'),
        eq(syncRows.state, 'open'),
        ...('ids' in which ? [inArray(syncRows.id, which.ids)] : matching(which.filter)),
        after ? gt(syncRows.id, after) : undefined,
      ),
    )
    .orderBy(asc(syncRows.id))
    .limit(STEP)
    .for('update');
}

type Ready = { rowId: string; readAt: Date; values: Values };
type Step = {
  batchId: string;
  serverId: string;
  ready: Ready[];
  sum: { created: number; left: LeftCounts };
};

async function createStep(tx: Executor, doer: Doer, step: Step, now: Date): Promise<void> {
  const { batchId, serverId, ready, sum } = step;
  const { resellerId } = doer;
  if (ready.length === 0) return;
  const made = ready.map(({ rowId, readAt, values }) => {
    const id = newId();
    // The panel's word, not a client's: an account that is there already has a password we do not know.
    const passwordEncrypted = seal('', passwordPlace(resellerId, id));
    const dates = { panelExpiresAt: values.expiresAt, panelReadAt: readAt };
    const search = searchText({ ...values, email: null });
    const blank = { email: null, notes: null, panelState: 'linked' as const };
    const client = { id, resellerId, serverId, ...values, ...dates, ...blank, passwordEncrypted, search };
    return { rowId, client };
  });
  const usernames = ready.map(({ values }) => values.username);
  const held = await takenElsewhere(tx, { resellerId, serverId, usernames });
  const free = made.filter(({ client }) => !held.has(client.username.toLowerCase()));
  const stored =
    free.length === 0
      ? []
      : await tx
          .insert(clients)
          .values(free.map(({ client }) => client))
          .onConflictDoNothing()
          .returning({ id: clients.id });
  const ids = new Set(stored.map(({ id }) => id));
  const mine = made.filter(({ client }) => ids.has(client.id));
  const taken = made.filter(({ client }) => !ids.has(client.id)).map(({ rowId }) => rowId);
  for (const _ of taken) count(sum.left, 'taken');
  if (taken.length > 0)
    await tx
      .update(syncRows)
      .set({ state: 'stale' })
      .where(and(eq(syncRows.resellerId, resellerId), inArray(syncRows.id, taken)));
  sum.created += mine.length;
  const noted = mine.map(({ rowId, client }) => ({ id: rowId, client: client.id, print: printOf(client) }));
  await tx.execute(sql`update sync_rows r set state = 'applied', batch_id = ${batchId}, client_id = d.client,
      changed = jsonb_build_object('was', '{}'::jsonb, 'became', '{}'::jsonb, 'print', d.print)
    from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb) as d(id uuid, client uuid, print text)
    where r.id = d.id and r.reseller_id = ${resellerId}`);
  const entries = mine.map(({ client: { id, username, expiresAt } }) =>
    clientEntry('client.taken_in', id, { batchId, username, expiresAt: expiresAt.toISOString() }),
  );
  await recordAudits(tx, doer, entries, now);
}
