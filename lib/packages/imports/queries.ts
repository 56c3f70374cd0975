import 'server-only';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageImports, packageReferences, packageSubscriptions } from '@/db/schema/packages';
import { refKeyOf } from '../rules';
import type { TakeoverClass } from './messages';
import { type StoredPlan, storedPlan, type Takeover } from './schema';

type ImportRow = typeof packageImports.$inferSelect;
export type Compared = Takeover & { class: TakeoverClass };
type ImportView = Omit<ImportRow, 'plan'> & {
  packages: Compared[];
  refused: StoredPlan['refused'];
  /** How many were taken over; null before. */
  taken: number | null;
  /** WhatsApp groups of the file that are not registered yet: applying registers them. */
  newGroups: string[];
  /** Names of archived groups of the file: applying brings them back. */
  backGroups: string[];
};

/** The latest files that were read, newest first. */
export async function importsOf(resellerId: ResellerId): Promise<Omit<ImportRow, 'plan'>[]> {
  const { id, userName, state, createdAt, appliedAt } = packageImports;
  return database()
    .select({ id, resellerId: packageImports.resellerId, userName, state, createdAt, appliedAt })
    .from(packageImports)
    .where(eq(packageImports.resellerId, resellerId))
    .orderBy(desc(packageImports.createdAt))
    .limit(20);
}

/** One file held against what is here at this moment; null for an absent one. */
export async function importView(resellerId: ResellerId, id: string): Promise<ImportView | null> {
  const [row] = await database()
    .select()
    .from(packageImports)
    .where(and(eq(packageImports.resellerId, resellerId), eq(packageImports.id, id)));
  if (!row) return null;
  const { plan, ...rest } = row;
  const { takeovers, refused, taken = null } = storedPlan.parse(plan);
  const packages = await compared(resellerId, takeovers);
  return { ...rest, packages, refused, taken, ...(await groupsOf(resellerId, packages)) };
}

async function compared(resellerId: ResellerId, takeovers: Takeover[]): Promise<Compared[]> {
  const wanted = takeovers.flatMap(keysOf);
  if (wanted.length === 0) return [];
  const used = await database()
    .select({ key: packageReferences.refKey })
    .from(packageReferences)
    .where(
      and(eq(packageReferences.resellerId, resellerId), sql`${packageReferences.refKey} in ${list(wanted)}`),
    );
  const here = await database()
    .select({ key: packageSubscriptions.refKey, number: packageSubscriptions.number })
    .from(packageSubscriptions)
    .where(
      and(
        eq(packageSubscriptions.resellerId, resellerId),
        sql`${packageSubscriptions.refKey} in ${list(wanted)}`,
      ),
    );
  const taken = new Set(used.map((row) => row.key));
  const numbers = new Map(here.map((row) => [row.key, row.number]));
  return takeovers.map((one) => ({
    ...one,
    class:
      numbers.get(refKeyOf(one.reference)) === one.number
        ? 'same'
        : keysOf(one).some((key) => taken.has(key))
          ? 'conflict'
          : 'new',
  }));
}

/** One parameter, however many: a statement takes 65,535 of them. */
const list = (keys: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`;

/** Every reference a package would take for ever. */
export const keysOf = ({ reference, slots }: Takeover): string[] =>
  [reference, ...slots.map((slot) => slot.reference)].map(refKeyOf);

async function groupsOf(
  resellerId: ResellerId,
  packages: Compared[],
): Promise<Pick<ImportView, 'newGroups' | 'backGroups'>> {
  const jids = [...new Set(packages.flatMap((p) => (p.class === 'new' && p.jid ? [p.jid] : [])))];
  if (jids.length === 0) return { newGroups: [], backGroups: [] };
  const known = await database()
    .select({ jid: groups.jid, name: groups.name, archivedAt: groups.archivedAt })
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), inArray(groups.jid, jids)));
  return {
    newGroups: jids.filter((jid) => !known.some((group) => group.jid === jid)),
    backGroups: known.filter((group) => group.archivedAt).map((group) => group.name),
  };
}
