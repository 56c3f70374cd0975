import 'server-only';
import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSettings, packageSlots, packageSubscriptions, packageTypes } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { readCursor, writeCursor } from '@/lib/clients/rules';
import { likePattern } from '@/lib/search';
import { type Halves, type Progress, progressOf, type SeenSlot } from '../plan/rules';
import { type LatePolicy, TOLERANCE_MS } from '../rules';
import { typesIn } from '../types/rules';
import { isByEnd, readSearch } from './rules';
import type { PackageFilters } from './schema';

const PAGE_SIZE = 50;

/**
 * One page of packages, keyset: what runs by its end, the rest newest first. Slots are read for the rows of
 * the page only, so that page 2,000 costs what page 1 does.
 */
export async function listPackages(resellerId: ResellerId, filters: PackageFilters, now: Date) {
  const view = filters.state ?? 'active';
  const byEnd = isByEnd(view);
  const after = readCursor(filters.after);
  const before = after ? null : readCursor(filters.before);
  const at = after ?? before;
  // Newest first is the end of the index, so the ways are turned around there.
  const upwards = byEnd === !before;
  const sign = sql.raw(upwards ? '>' : '<');
  const way = upwards ? asc : desc;
  const s = packageSubscriptions;
  const place =
    at &&
    (byEnd
      ? sql`(${s.expiresAt}, ${s.id}) ${sign} (${at.at.toISOString()}::timestamptz, ${at.id}::uuid)`
      : sql`${s.id} ${sign} ${at.id}::uuid`);
  const rows = await database()
    .select({
      id: s.id,
      number: s.number,
      reference: s.reference,
      groupName: groups.name,
      typeName: s.typeName,
      state: s.state,
      expiresAt: s.expiresAt,
    })
    .from(s)
    .leftJoin(groups, and(eq(groups.resellerId, s.resellerId), eq(groups.id, s.groupId)))
    .where(and(...filtered(resellerId, filters, now), ...(place ? [place] : [])))
    .orderBy(...(byEnd ? [way(s.expiresAt), way(s.id)] : [way(s.id)]))
    .limit(PAGE_SIZE + 1);
  const more = rows.length > PAGE_SIZE;
  const page = rows.slice(0, PAGE_SIZE);
  if (before) page.reverse();
  const progress = await progressOfAll(resellerId, page, now);
  const cursorOf = (row: { expiresAt: Date; id: string } | undefined) =>
    row ? writeCursor({ at: row.expiresAt, id: row.id }) : null;
  return {
    rows: page.map((row) => ({ ...row, progress: progress.get(row.id) ?? NOTHING })),
    next: more || before ? cursorOf(page.at(-1)) : null,
    previous: before ? (more ? cursorOf(page[0]) : null) : after ? cursorOf(page[0]) : null,
  };
}

export type PackageRow = Awaited<ReturnType<typeof listPackages>>['rows'][number];

const NOTHING: Progress = { views: [], done: 0, total: 0, next: null, waitsFor: null, moving: false };

/** The filters as conditions. */
function filtered(resellerId: ResellerId, filters: PackageFilters, now: Date): SQL[] {
  const s = packageSubscriptions;
  const where: (SQL | undefined)[] = [
    eq(s.resellerId, resellerId),
    filters.days ? eq(s.days, filters.days) : undefined,
    filters.group === 'none' ? isNull(s.groupId) : filters.group ? eq(s.groupId, filters.group) : undefined,
  ];
  const view = filters.state ?? 'active';
  if (view === 'active' || view === 'late') where.push(eq(s.state, 'active'));
  if (view === 'paused') where.push(eq(s.state, 'paused'));
  if (view === 'closed') where.push(inArray(s.state, ['cancelled', 'ended']));
  // Their ids first, from the partial index: asked of each package, 100,000 of them would be looked up.
  if (view === 'late') where.push(sql`${s.id} = any(array(${lateIds(resellerId, now)}))`);
  if (view === 'needs') where.push(sql`${s.id} = any(array(${needingIds(resellerId)}))`);
  const search = readSearch(filters.q);
  if (search) {
    // A sheet names renewals, `ABC123D2`: found whole, by its index.
    const byRef = sql`(${s.refKey} like ${likePattern(search.ref)}
      or ${s.id} = any(array(${slotOwner(resellerId, search.ref)})))`;
    where.push(search.digits ? sql`(${s.number} like ${likePattern(search.digits)} or ${byRef})` : byRef);
  }
  return where.filter((w) => w !== undefined);
}

const slotOwner = (resellerId: ResellerId, refKey: string) => sql`select subscription_id from ${packageSlots}
  where reseller_id = ${resellerId} and ref_key = ${refKey}`;

/** The predicates are written out: a partial index is only used where it can be seen to apply. */
const lateIds = (resellerId: ResellerId, now: Date) => sql`select subscription_id from ${packageSlots}
  where reseller_id = ${resellerId} and state in ('owed', 'held', 'sending')
    and due_at < ${new Date(now.getTime() - TOLERANCE_MS).toISOString()}::timestamptz`;
const needingIds = (resellerId: ResellerId) => sql`select subscription_id from ${packageSlots}
  where reseller_id = ${resellerId} and state in ('held', 'review')`;

/** How far each of these packages is; slots, and of what is under way which half stands in its sheet. */
async function progressOfAll(
  resellerId: ResellerId,
  rows: { id: string; state: 'active' | 'paused' | 'cancelled' | 'ended' }[],
  now: Date,
): Promise<Map<string, Progress>> {
  const slots = await slotsOf(
    resellerId,
    rows.map((r) => r.id),
  );
  const [halves, late] = await Promise.all([
    halvesOf(
      resellerId,
      slots.filter((s) => s.state === 'sending' || s.state === 'review').map((s) => s.id),
    ),
    latePolicyOf(resellerId),
  ]);
  return new Map(
    rows.map((row) => {
      const own = slots.filter((s) => s.subscriptionId === row.id);
      const known = new Map<number, Halves>(
        own.flatMap((s) => {
          const half = halves.get(s.id);
          return half ? [[s.k, half]] : [];
        }),
      );
      return [row.id, progressOf(own, { state: row.state, halves: known, late }, now)];
    }),
  );
}

const slotsOf = (
  resellerId: ResellerId,
  ids: string[],
): Promise<(SeenSlot & { id: string; subscriptionId: string })[]> =>
  database()
    .select({
      id: packageSlots.id,
      subscriptionId: packageSlots.subscriptionId,
      k: packageSlots.k,
      state: packageSlots.state,
      dueAt: packageSlots.dueAt,
      released: packageSlots.released,
      sentAt: packageSlots.sentAt,
      orderedAt: packageSlots.orderedAt,
      deliveredAt: packageSlots.deliveredAt,
    })
    .from(packageSlots)
    .where(and(eq(packageSlots.resellerId, resellerId), inArray(packageSlots.subscriptionId, ids)));

/** Which halves of these slots stand in their sheets. */
async function halvesOf(resellerId: ResellerId, slotIds: string[]): Promise<Map<string, Halves>> {
  const done = sql`bool_or(${sheetRows.state} = 'done')`;
  const rows = await database()
    .select({
      slotId: sheetRows.slotId,
      order: sql<boolean>`coalesce(${done} filter (where ${sheetRows.book} = 'orders'), false)`,
      payment: sql<boolean>`coalesce(${done} filter (where ${sheetRows.book} = 'payments'), false)`,
      phone: sql<boolean>`coalesce(bool_or(${sheetRows.sheetId} is null) filter (where ${sheetRows.book} = 'orders'), true)`,
    })
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), inArray(sheetRows.slotId, slotIds)))
    .groupBy(sheetRows.slotId);
  return new Map(rows.flatMap(({ slotId, ...halves }) => (slotId ? [[slotId, halves]] : [])));
}

/** What becomes of a renewal that is a day late or more. */
export async function latePolicyOf(resellerId: ResellerId): Promise<LatePolicy> {
  const [row] = await database()
    .select({ late: packageSettings.latePolicy })
    .from(packageSettings)
    .where(eq(packageSettings.resellerId, resellerId));
  return row?.late ?? 'deliver';
}

/** What the page's filters and forms offer: groups in use, and the lengths sold in each (`''`: without one). */
export async function packageChoices(resellerId: ResellerId) {
  const [all, own] = await Promise.all([
    database()
      .select({ id: groups.id, name: groups.name, archivedAt: groups.archivedAt })
      .from(groups)
      .where(eq(groups.resellerId, resellerId))
      .orderBy(asc(groups.name), asc(groups.id)),
    database()
      .select({
        groupId: packageTypes.groupId,
        days: packageTypes.days,
        name: packageTypes.name,
        slotMb: packageTypes.slotMb,
        slotCents: packageTypes.slotCents,
      })
      .from(packageTypes)
      .where(eq(packageTypes.resellerId, resellerId)),
  ]);
  const lengths = (groupId: string | null) =>
    typesIn(
      own.filter((t) => t.groupId === null || t.groupId === groupId),
      null,
      null,
    ).map(({ days, name }) => ({
      days,
      name,
    }));
  return {
    groups: all.map(({ id, name, archivedAt }) => ({
      id,
      name,
      archived: archivedAt !== null,
      lengths: own.some((t) => t.groupId === id) ? lengths(id) : null,
    })),
    /** Every length anybody sells here, for the filter. */
    days: [...new Set([...lengths(null).map((t) => t.days), ...own.map((t) => t.days)])].sort(
      (a, b) => a - b,
    ),
    lengths: lengths(null),
  };
}

export type PackageChoices = Awaited<ReturnType<typeof packageChoices>>;
