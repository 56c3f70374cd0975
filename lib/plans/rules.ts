import { type PanelPackage, packageLengthMs } from '@/lib/panels/rules';
import { DAY_MS } from '@/lib/time';

/** Why a package cannot be sold; a key of lib/plans/messages.ts. */
export type PackageProblem = 'unset' | 'gone' | 'inactive' | 'trial';
type Offered = Pick<PanelPackage, 'active' | 'trial'> & { goneAt: Date | null };

/**
 * Whether a plan may be sold with this package. A paid renewal needs one that is set, still on the panel,
 * active and no trial (sigma-api.md section 5.2). Null: it may.
 */
export function packageProblem(offered: Offered | null | undefined): PackageProblem | null {
  if (!offered) return 'unset';
  if (offered.goneAt) return 'gone';
  if (!offered.active) return 'inactive';
  return offered.trial ? 'trial' : null;
}

/** The whole days a package gives; null when the panel did not say. */
export function lengthDays(offered: Pick<PanelPackage, 'duration' | 'durationUnit'>): number | null {
  const lengthMs = packageLengthMs(offered);
  return lengthMs === null ? null : Math.round(lengthMs / DAY_MS);
}

/** Whether plan and package give about the same time: a month may have 28 to 31 days. */
export const sameLength = (planDays: number, packageDays: number): boolean =>
  Math.abs(packageDays - planDays) <= Math.max(1, Math.ceil(packageDays / 30) * 2);
