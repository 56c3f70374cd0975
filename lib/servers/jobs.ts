import 'server-only';
import type { ResellerId } from '@/db/ids';
import { type Allowance, limit } from '@/lib/limits/commands';
import { panelAdapter } from '@/lib/panels/api';
import type { NextTurn } from '@/lib/panels/rules';
import { type Probe, probePanel } from './api';
import { savePackages } from './commands';
import { testGate } from './gates/api';
import { pacedPanel } from './health/api';
import { allowProbe } from './health/commands';
import { keepKind } from './kind/commands';
import { getServer, openPanel, tokenFor } from './queries';
import { originOf } from './rules';
import type { PanelInput } from './schema';

/**
 * Reads the panel's packages and zone and keeps them, and which API it is spoken to by; `anew`: also one that refused a
 * renewal before. Null when the server is absent or has no panel.
 */
export async function readPanel(
  resellerId: ResellerId,
  serverId: string,
  now: Date,
  { anew = false } = {},
): Promise<Probe | null> {
  const panel = await openPanel(resellerId, serverId, now);
  if (!panel) return null;
  const { version, panelType: from, refusedKind } = panel.server;
  const probe = await probePanel(panel.as, from, anew ? null : refusedKind);
  if (probe.ok) {
    const { packages: items, complete, timezone, panelType: to } = probe;
    await savePackages(resellerId, serverId, { version, items, complete, timezone }, now);
    if (to !== from) await keepKind(resellerId, serverId, { version, from, to }, now);
  }
  return probe;
}

/** The same because a person wants to know now: one look goes through an open circuit. */
export async function askPanel(
  resellerId: ResellerId,
  serverId: string,
  now: Date,
  how?: { anew: boolean },
): Promise<Probe | null> {
  await allowProbe(resellerId, serverId, now);
  return readPanel(resellerId, serverId, now, how);
}

type Tested = { id?: string; panelType: string; panel: PanelInput };

/**
 * Tests values that may not be saved yet. The stored token takes part only for the origin it was typed for;
 * otherwise the answer is `token_needed` and nothing is sent. What is saved already is read and kept.
 */
export async function testConnection(
  resellerId: ResellerId,
  { id, panelType, panel }: Tested,
  timezone: string,
  now: Date,
): Promise<Probe | 'token_needed'> {
  const token = panel.token ?? (id ? await tokenFor(resellerId, id, panel.url) : null);
  if (!token) return 'token_needed';
  const saved = id && !panel.token ? await getServer(resellerId, id, now) : null;
  if (saved?.panelUrl === panel.url && saved.panelUser === panel.username) {
    const probe = await askPanel(resellerId, saved.id, now, { anew: true });
    if (probe) return probe;
  }
  const access = { baseUrl: panel.url, username: panel.username, token, timezone };
  const gate = testGate(resellerId, originOf(panel.url));
  const build = (type: string) => (userId: string | null, nextTurn: NextTurn) =>
    panelAdapter(type, { ...access, userId }, nextTurn);
  return probePanel((type, userId) => pacedPanel(build(type), userId, gate), panelType);
}

const TESTS: Allowance = { points: 5, seconds: 60 };

/** Five looks a minute per person: a test must not become a scanner (attack S08). */
export const mayTest = (userId: string, now: Date) => limit('panel-test', userId, TESTS, now);
