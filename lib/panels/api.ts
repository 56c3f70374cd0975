import 'server-only';
import { checkAddress } from '@/lib/address';
import { env } from '@/lib/env';
import type { Lines } from '@/lib/lines';
import { SECOND_MS } from '@/lib/time';
import { integrationPanel } from './integration/api';
import { URL_WORDS } from './messages';
import type { NextTurn, PanelAccess, PanelAdapter } from './rules';
import { sigmaPanel } from './sigma/api';
import { normaliseSigmaUrl } from './sigma/rules';
import type { SigmaDeps } from './sigma/wire/api';

/**
 * Every kind of panel: a new one is a folder beside `sigma` and a line here. Kinds of one `family` are one panel to a
 * person; which of them a login speaks is found out (docs/decisions/0025-second-panel-type.md).
 */
const PANELS = {
  sigma: { label: 'Sigma', family: 'sigma', open: sigmaPanel, normalise: normaliseSigmaUrl },
  integration: { label: 'Sigma', family: 'sigma', open: integrationPanel, normalise: normaliseSigmaUrl },
} as const;

export type PanelType = keyof typeof PANELS;
export type PanelDeps = Partial<Omit<SigmaDeps, 'nextTurn'>>;

/** The panels a server may have, for the select. */
export const panelTypes = Object.entries(PANELS)
  .filter(([value, { family }]) => value === family)
  .map(([value, { label }]) => ({ value, label }));

/** The kind that stands for a kind's family: what a form shows and saves. */
export const panelFamily = (type: string): string =>
  Object.hasOwn(PANELS, type) ? PANELS[type as PanelType].family : type;

/** The kinds a login of this kind may speak, the first to be preferred; only itself when there is no other. */
export function kindsOf(type: string): string[] {
  const { family } = panelOf(type);
  const others = Object.entries(PANELS).filter(([kind, panel]) => panel.family === family && kind !== family);
  return [...others.map(([kind]) => kind), family];
}

/** A bulk reading does not wait for one customer as long as for a change: panels answer in less than a second. */
const READER_TIMEOUT_MS = 10 * SECOND_MS;

/**
 * What the calls of one chain may share: the connections of readings in a row, with how long one of them may take, and
 * what they learn of customers.
 */
export type PanelChain = Pick<SigmaDeps, 'lines' | 'memory' | 'timeoutMs'>;
export const panelChain = (lines?: Lines): PanelChain => ({
  lines,
  ...(lines ? { timeoutMs: READER_TIMEOUT_MS } : {}),
  memory: { ids: new Map(), seen: new Map() },
});

/**
 * The adapter of one login on one panel, for one call: `nextTurn` is that call's, `chain` what it shares with those
 * before and after it. Throws for a kind nobody wrote.
 */
export function panelAdapter(
  type: string,
  access: PanelAccess,
  nextTurn: NextTurn,
  chain: PanelChain = {},
): PanelAdapter {
  return panelOf(type).open(access, { nextTurn, allowedPrivateHosts: hostsOf({}), ...chain });
}

/** The address to store from what was typed, or the sentence for the field. No connection is made. */
export function normalisePanelUrl(
  type: string,
  text: string,
  deps: PanelDeps = {},
): { ok: true; baseUrl: string; origin: string } | { ok: false; message: string } {
  const read = panelOf(type).normalise(text);
  if (!read.ok) return { ok: false, message: URL_WORDS[read.why] };
  const checked = checkAddress(read.baseUrl, { allowedPrivateHosts: hostsOf(deps) });
  if (!checked.ok) return { ok: false, message: URL_WORDS[checked.why] };
  return { ok: true, baseUrl: read.baseUrl, origin: checked.url.origin };
}

const hostsOf = (deps: PanelDeps) => deps.allowedPrivateHosts ?? env().PANEL_ALLOWED_PRIVATE_HOSTS;

function panelOf(type: string) {
  const panel = Object.hasOwn(PANELS, type) ? PANELS[type as PanelType] : undefined;
  if (!panel) throw new Error(`No such panel type: ${type}`);
  return panel;
}
