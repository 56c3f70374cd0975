import { kindsOf } from '@/lib/panels/api';
import type { CallTrace, PanelAdapter, PanelPackage } from '@/lib/panels/rules';

/** What a harmless look at a panel found: a person's test, and the reading of its packages. */
export type Probe =
  | {
      ok: true;
      userId: string;
      /** The kind of panel this login is best spoken to as. */
      panelType: string;
      packages: PanelPackage[];
      complete: boolean;
      latencyMs: number;
      timezone: string | null;
    }
  | { ok: false; trace: CallTrace };

/** The login spoken to as one kind of panel of its family. */
export type PanelAs = (type: string, userId: string | null) => PanelAdapter;

/**
 * Finds our user by exact name, which kind of its family the login speaks, lists all packages, asks the zone. Only
 * reads (sigma-api.md section 5.8). A kind that `refused` what costs a credit is not asked.
 */
export async function probePanel(as: PanelAs, type: string, refused: string | null = null): Promise<Probe> {
  const user = await as(type, null).findUser();
  if (!user.ok) return { ok: false, trace: user.trace };
  if (user.userId === null) return { ok: false, trace: { ...user.trace, reason: 'user_not_found' } };
  const panelType = await kindSpoken(as, type, user.userId, refused);
  const adapter = as(panelType, user.userId);
  const packages = await adapter.listPackages();
  if (!packages.ok) return { ok: false, trace: packages.trace };
  const rules = await adapter.credentialRules();
  return {
    ok: true,
    userId: user.userId,
    panelType,
    packages: packages.items,
    complete: packages.complete,
    latencyMs: user.trace.latencyMs,
    timezone: rules?.timezone ?? null,
  };
}

/** The first kind that answers yes; one that does not say stays what it was. */
async function kindSpoken(
  as: PanelAs,
  type: string,
  userId: string,
  refused: string | null,
): Promise<string> {
  for (const kind of kindsOf(type)) {
    if (kind === refused) continue;
    const spoken = (await as(kind, userId).speaks?.()) ?? 'yes';
    if (spoken === 'yes' || (spoken === 'unclear' && kind === type)) return kind;
  }
  return type;
}
