import 'server-only';
import { and, eq, isNull, or } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSettings, packageTypes } from '@/db/schema/packages';
import { type PackageType, typesIn } from './rules';

/** The lengths that may be sold in a group (or without one), with the MB and value of each renewal. */
export async function typesOf(
  resellerId: ResellerId,
  groupId: string | null,
  tx: Executor = database(),
): Promise<PackageType[]> {
  const here = groupId
    ? or(isNull(packageTypes.groupId), eq(packageTypes.groupId, groupId))
    : isNull(packageTypes.groupId);
  const own = await tx
    .select()
    .from(packageTypes)
    .where(and(eq(packageTypes.resellerId, resellerId), here));
  const [all] = await tx
    .select({ slotMb: packageSettings.slotMb, slotCents: packageSettings.slotCents })
    .from(packageSettings)
    .where(eq(packageSettings.resellerId, resellerId));
  const [group] = groupId
    ? await tx
        .select({ slotMb: groups.slotMb, slotCents: groups.slotCents })
        .from(groups)
        .where(and(eq(groups.resellerId, resellerId), eq(groups.id, groupId)))
    : [];
  return typesIn(own, group ?? null, all ?? null);
}

/** One length as it is sold in a group; null when it is not. */
export async function typeFor(
  tx: Executor,
  resellerId: ResellerId,
  groupId: string | null,
  days: number,
): Promise<PackageType | null> {
  return (await typesOf(resellerId, groupId, tx)).find((type) => type.days === days) ?? null;
}
