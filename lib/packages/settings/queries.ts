import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSettings, packageTypes } from '@/db/schema/packages';
import { sheets } from '@/db/schema/sheets';
import { installationUrl } from '@/lib/sheets/queries';
import { shownAddress } from '@/lib/sheets/rules';
import type { Book } from '@/lib/sheets/schema';

type PackageSettings = Omit<typeof packageSettings.$inferSelect, 'resellerId'>;

/** What holds for a reseller who has changed nothing. */
const DEFAULTS: PackageSettings = {
  ...{ latePolicy: 'deliver', slotMb: 100, slotCents: 1250, bonusEvery: null, bonusMb: 0, notice: true },
  ...{ ordersSheetId: null, paymentsSheetId: null },
};

/** How a reseller's packages work, with the defaults where nothing was changed. */
export async function settingsOf(
  resellerId: ResellerId,
  tx: Executor = database(),
): Promise<PackageSettings> {
  const [row] = await tx.select().from(packageSettings).where(eq(packageSettings.resellerId, resellerId));
  if (!row) return DEFAULTS;
  const { resellerId: _, ...settings } = row;
  return settings;
}

/** The types that a reseller has beside the standard ones, or has changed, with their group's name. */
export async function ownTypes(resellerId: ResellerId) {
  return database()
    .select({
      id: packageTypes.id,
      days: packageTypes.days,
      name: packageTypes.name,
      slotMb: packageTypes.slotMb,
      slotCents: packageTypes.slotCents,
      groupName: groups.name,
    })
    .from(packageTypes)
    .leftJoin(
      groups,
      and(eq(groups.resellerId, packageTypes.resellerId), eq(groups.id, packageTypes.groupId)),
    )
    .where(eq(packageTypes.resellerId, resellerId))
    .orderBy(asc(packageTypes.days), asc(groups.name));
}
export type OwnType = Awaited<ReturnType<typeof ownTypes>>[number];

/** Where a book of the reseller's goes: its own script, the installation's, or the built-in book. */
export async function bookTarget(resellerId: ResellerId, book: Book) {
  const settings = await settingsOf(resellerId);
  const id = book === 'orders' ? settings.ordersSheetId : settings.paymentsSheetId;
  const [own] = id
    ? await database()
        .select({ shown: sheets.shown, atOnce: sheets.atOnce })
        .from(sheets)
        .where(and(eq(sheets.resellerId, resellerId), eq(sheets.id, id)))
    : [];
  const shared = installationUrl(book);
  if (own) return { kind: 'own' as const, ...own };
  return shared
    ? { kind: 'shared' as const, shown: shownAddress(shared), atOnce: 8 }
    : { kind: 'built_in' as const, shown: null, atOnce: 8 };
}
export type BookTarget = Awaited<ReturnType<typeof bookTarget>>;
