import type { CallTrace, PanelAdapter, PanelPackage } from '@/lib/panels/rules';

/** What a harmless look at a panel found: a person's test, and the reading of its packages. */
export type Probe =
  | {
      ok: true;
      userId: string;
      packages: PanelPackage[];
      complete: boolean;
      latencyMs: number;
      timezone: string | null;
    }
  | { ok: false; trace: CallTrace };

/** Finds our user by exact name, lists all packages, asks the zone. Only reads (sigma-api.md section 5.8). */
export async function probePanel(adapter: PanelAdapter): Promise<Probe> {
  const user = await adapter.findUser();
  if (!user.ok) return { ok: false, trace: user.trace };
  if (user.userId === null) return { ok: false, trace: { ...user.trace, reason: 'user_not_found' } };
  const packages = await adapter.listPackages();
  if (!packages.ok) return { ok: false, trace: packages.trace };
  const rules = await adapter.credentialRules();
  return {
    ok: true,
    userId: user.userId,
    packages: packages.items,
    complete: packages.complete,
    latencyMs: user.trace.latencyMs,
    timezone: rules?.timezone ?? null,
  };
}
