import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import { packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { resellers } from '@/db/schema/resellers';
import { fingerprint } from '@/lib/crypto';
import { nationalDigits } from '@/lib/phone';
import { dataUntil, progressOf } from '../plan/rules';
import { maskedNumber } from './rules';

/** What anyone with the link may see of a package: how long it is valid, and no more of its number than both ends. */
export async function publicPackage(token: string, now: Date) {
  if (!/^[\w-]{22}$/.test(token)) return null;
  const [row] = await database()
    .select({
      id: packageSubscriptions.id,
      resellerId: packageSubscriptions.resellerId,
      number: packageSubscriptions.number,
      typeName: packageSubscriptions.typeName,
      state: packageSubscriptions.state,
      slotMb: packageSubscriptions.slotMb,
      expiresAt: packageSubscriptions.expiresAt,
      closedAt: packageSubscriptions.closedAt,
      company: resellers.name,
      timezone: resellers.timezone,
      late: packageSettings.latePolicy,
    })
    .from(packageSubscriptions)
    .innerJoin(resellers, eq(resellers.id, packageSubscriptions.resellerId))
    .leftJoin(packageSettings, eq(packageSettings.resellerId, packageSubscriptions.resellerId))
    .where(eq(packageSubscriptions.linkHash, fingerprint(token)));
  if (!row) return null;
  const { id, resellerId, number, late, ...shown } = row;
  const slots = await database()
    .select()
    .from(packageSlots)
    .where(and(eq(packageSlots.resellerId, resellerId), eq(packageSlots.subscriptionId, id)))
    .orderBy(asc(packageSlots.k));
  const policy = late ?? 'deliver';
  const { done, total, next, waitsFor } = progressOf(slots, { state: row.state, late: policy }, now);
  return {
    ...shown,
    number: maskedNumber(nationalDigits(number)),
    done,
    total,
    /** Renewals that will still come. */
    left: slots.filter((s) => s.state !== 'delivered' && s.state !== 'skipped' && s.state !== 'cancelled')
      .length,
    next,
    /** The hour of the next hangs on the arrival of the one before. */
    nextOpen: waitsFor !== null,
    dataUntil: dataUntil(slots, policy, now),
  };
}

export type PublicPackage = NonNullable<Awaited<ReturnType<typeof publicPackage>>>;
