import 'server-only';
import { env } from '@/lib/env';
import type { Lines } from '@/lib/lines';
import { SECOND_MS } from '@/lib/time';
import { integrationPanel } from './integration/api';
import type { NextTurn, PanelAccess, PanelAdapter } from './rules';
import { sigmaPanel } from './sigma/api';
import type { SigmaDeps } from './sigma/wire/api';

/**
 * Every kind of panel: a new one is a folder beside `sigma` and a line here. Kinds of one `family` are one panel to a
 * person; which of them a login speaks is found out (docs/decisions/0025-second-panel-type.md).
 */
const PANELS = {
  sigma: { family: 'sigma', open: sigmaPanel },
  integration: { family: 'sigma', open: integrationPanel },
} as const;

type PanelType = keyof typeof PANELS;

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
type PanelChain = Pick<SigmaDeps, 'lines' | 'memory' | 'timeoutMs'>;
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
  return panelOf(type).open(access, {
    nextTurn,
    allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS,
    ...chain,
  });
}

function panelOf(type: string) {
  const panel = Object.hasOwn(PANELS, type) ? PANELS[type as PanelType] : undefined;
  if (!panel) throw new Error(`No such panel type: ${type}`);
  return panel;
}
