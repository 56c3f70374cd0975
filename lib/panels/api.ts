import 'server-only';
import { checkAddress } from '@/lib/address';
import { env } from '@/lib/env';
import type { Lines } from '@/lib/lines';
import { URL_WORDS } from './messages';
import type { NextTurn, PanelAccess, PanelAdapter } from './rules';
import { sigmaPanel } from './sigma/api';
import { normaliseSigmaUrl } from './sigma/rules';
import type { SigmaDeps } from './sigma/wire/api';

/** Every kind of panel: a new one is a folder beside `sigma` and a line here. */
const PANELS = {
  sigma: { label: 'Sigma', open: sigmaPanel, normalise: normaliseSigmaUrl },
} as const;

export type PanelType = keyof typeof PANELS;
export type PanelDeps = Partial<Omit<SigmaDeps, 'nextTurn'>>;

/** The kinds of panel a server may have, for the select. */
export const panelTypes = Object.entries(PANELS).map(([value, { label }]) => ({ value, label }));

/**
 * The adapter of one login on one panel, for one call: `nextTurn` is that call's; `lines` are what readings in a row
 * share. Throws for a kind nobody wrote.
 */
export function panelAdapter(
  type: string,
  access: PanelAccess,
  nextTurn: NextTurn,
  lines?: Lines,
): PanelAdapter {
  return panelOf(type).open(access, { nextTurn, allowedPrivateHosts: hostsOf({}), lines });
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
