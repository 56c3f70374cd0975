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

/** Days the package really gives when that is not what the plan sells; a day's slack per month. Null: they agree. */
export function lengthMismatch(
  planDays: number,
  offered: Pick<PanelPackage, 'duration' | 'durationUnit'>,
): number | null {
  const lengthMs = packageLengthMs(offered);
  if (lengthMs === null) return null;
  const days = Math.round(lengthMs / DAY_MS);
  return Math.abs(days - planDays) <= Math.max(1, Math.ceil(days / 30)) ? null : days;
}
