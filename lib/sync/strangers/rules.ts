import type { LeftOut } from './schema';

/** How many of each reason were left out. */
export type LeftCounts = Partial<Record<LeftOut, number>>;

/** The one plan that sells a package; null when none or several do. */
export function planByPackage(
  plans: readonly { id: string; packageId: string | null }[],
): (packageId: string | null) => string | null {
  const sold = new Map<string, string | null>();
  for (const { id, packageId } of plans) if (packageId) sold.set(packageId, sold.has(packageId) ? null : id);
  return (packageId) => (packageId ? (sold.get(packageId) ?? null) : null);
}
