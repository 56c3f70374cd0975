import 'server-only';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import type { Probe } from '../api';
import { updateServer, type Written } from '../commands';
import { testConnection } from '../jobs';
import { getServer } from '../queries';
import { knownOf } from './queries';
import { type Difference, differences } from './rules';

/** The new address, with the token typed for it: the stored one never goes there. */
type Moving = { id: string; panelUrl: string; token: string };
type Tried =
  | { ok: true; user: string; probe: Extract<Probe, { ok: true }>; differences: Difference[] }
  | { ok: false; probe: Extract<Probe, { ok: false }> | null };

/** Looks at the new address with the typed token; only reads. A null probe: no such server. */
export async function tryMove(
  resellerId: ResellerId,
  { id, panelUrl, token }: Moving,
  timezone: string,
  now: Date,
): Promise<Tried> {
  const server = await getServer(resellerId, id, now);
  if (!server?.panelUser) return { ok: false, probe: null };
  const { panelType, panelUser: user } = server;
  const panel = { url: panelUrl, username: user, token };
  const probe = await testConnection(resellerId, { id, panelType, panel }, timezone, now);
  if (probe === 'token_needed') return { ok: false, probe: null };
  if (!probe.ok) return { ok: false, probe };
  return { ok: true, user, probe, differences: differences(await knownOf(resellerId, id), probe) };
}

/**
 * Puts a server at its panel's new address, after a look that went well: whoever skips the wizard's test is tested all
 * the same. What was held goes on there in the ramp, each renewal after a reading.
 */
export async function movePanel(
  resellerId: ResellerId,
  doer: Doer,
  moving: Moving,
  timezone: string,
  now: Date,
): Promise<Written | { ok: false; probe: Extract<Probe, { ok: false }> }> {
  const tried = await tryMove(resellerId, moving, timezone, now);
  if (!tried.ok) return tried.probe ? { ok: false, probe: tried.probe } : { ok: false, reason: 'absent' };
  const before = await getServer(resellerId, moving.id, now);
  if (!before) return { ok: false, reason: 'absent' };
  const { name, billing, monthlyCents, panelType } = before;
  const panel = { url: moving.panelUrl, username: tried.user, token: moving.token };
  const server = { name, billing, monthlyCents, panelType, panel };
  return updateServer(resellerId, doer, moving.id, server, now, {
    samePanel: tried.differences.length === 0,
  });
}
