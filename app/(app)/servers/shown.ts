import { API_LABEL } from '@/lib/panels/messages';
import { packageProblem } from '@/lib/plans/rules';
import { zoneLabel } from '@/lib/resellers/rules';
import type { Probe } from '@/lib/servers/api';

/** What a test shows: of the panel's answer only what the person needs to trust it. */
export type ProbeShown = {
  user: string;
  latencyMs: number;
  /** Which API of the panel the login speaks. */
  api: string | undefined;
  /** The panel's zone as people name it. */
  timezone: string | null;
  total: number;
  complete: boolean;
  forSale: { id: string; name: string; credits: number | null }[];
};

export const showProbe = (user: string, probe: Extract<Probe, { ok: true }>): ProbeShown => ({
  user,
  latencyMs: probe.latencyMs,
  api: API_LABEL[probe.panelType],
  timezone: probe.timezone && zoneLabel(probe.timezone),
  total: probe.packages.length,
  complete: probe.complete,
  forSale: probe.packages
    .filter((p) => packageProblem({ ...p, goneAt: null }) === null)
    .map(({ packageId, name, credits }) => ({ id: packageId, name, credits })),
});
