import type { PanelPackage } from '@/lib/panels/rules';

type Sold = Pick<PanelPackage, 'name' | 'credits' | 'duration' | 'durationUnit'>;
export type Known = {
  /** The panel's id of our user; null while it was never asked. */
  panelUserId: string | null;
  /** What the plans of the server sell, as last read at the old address. */
  plans: { plan: string; packageId: string; sold: Sold }[];
};
type Seen = { userId: string; complete: boolean; packages: PanelPackage[] };

/** What tells that the new address may not be the same panel: same ids mean something else on another one. */
export type Difference = { kind: 'other_user' } | { kind: 'gone' | 'changed'; plan: string; package: string };

/** How a panel at a new address differs from the one known. Only a complete list can tell that a package is gone. */
export function differences(known: Known, seen: Seen): Difference[] {
  const found: Difference[] = [];
  if (known.panelUserId !== null && known.panelUserId !== seen.userId) found.push({ kind: 'other_user' });
  for (const { plan, packageId, sold } of known.plans) {
    const there = seen.packages.find((one) => one.packageId === packageId);
    if (there ? isOther(sold, there) : seen.complete)
      found.push({ kind: there ? 'changed' : 'gone', plan, package: sold.name });
  }
  return found;
}

const isOther = (was: Sold, is: Sold): boolean =>
  was.name !== is.name ||
  was.credits !== is.credits ||
  was.duration !== is.duration ||
  was.durationUnit !== is.durationUnit;
