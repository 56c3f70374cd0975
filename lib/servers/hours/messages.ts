import { PANEL_WORDS } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';

/** `até 300 ms`, without the first word. */
export const msWords = (ms: number | null): string =>
  ms === null
    ? '—'
    : ms >= 10_000
      ? `${Math.round(ms / 1_000)}\u00a0s`
      : `${ms.toLocaleString('pt-BR')}\u00a0ms`;

/** How long something took that a person waited for: seconds with one decimal, never none. */
export const secondsWords = (ms: number): string =>
  `${Math.max(0.1, ms / 1_000).toLocaleString('pt-BR', { maximumFractionDigits: 1 })}\u00a0s`;

type Held = { renewals: number; creations: number; statuses: number };

/** What waits for a panel, counted. */
export function heldWords({ renewals, creations, statuses }: Held): string {
  const parts = [
    [renewals, 'renovação', 'renovações'],
    [creations, 'criação de conta', 'criações de conta'],
    [statuses, 'suspensão ou reativação', 'suspensões ou reativações'],
  ] as const;
  const told = parts.flatMap(([n, one, more]) =>
    n > 0 ? [`${n.toLocaleString('pt-BR')} ${n === 1 ? one : more}`] : [],
  );
  return told.length === 0 ? 'nada' : told.join(', ');
}

type Stop = { action: string; actorName: string; detail: Record<string, unknown> };

/** One stop or reopening: why, or by whom. */
export function stopWords({ action, actorName, detail }: Stop): string {
  const reason = typeof detail.reason === 'string' ? detail.reason : null;
  if (action === 'server.circuit_closed' && detail.changed)
    return `Continua ${detail.changed === 'address' ? 'no endereço novo' : 'com o acesso novo'}, por ${actorName}.`;
  if (action === 'server.circuit_closed')
    return reason ? 'Voltou a responder e foi reaberto sozinho.' : `Reaberto por ${actorName}.`;
  const why = PANEL_WORDS[(reason ?? 'unreachable') as PanelReason] ?? PANEL_WORDS.unreachable;
  return `Parou: ${why}`;
}
