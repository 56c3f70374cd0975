/** Fixo: Valor Mensal; Por Ativo: Valor Mensal for each active client. In cents. */
export const monthlyCostCents = (
  server: { billing: 'fixed' | 'per_active'; monthlyCents: number },
  activeClients: number,
): number => (server.billing === 'fixed' ? server.monthlyCents : server.monthlyCents * activeClients);

/** What is left of a month's expected revenue; the share is null when there is no revenue. */
export const margin = (revenueCents: number, costCents: number) => ({
  cents: revenueCents - costCents,
  percent: revenueCents > 0 ? Math.round(((revenueCents - costCents) / revenueCents) * 100) : null,
});

/** All a screen may ever know of a token. */
export const maskedToken = (last4: string): string => `••••${last4}`;

/** Short tokens show nothing: four of their letters would be too many. */
export const last4Of = (token: string): string => (token.length >= 8 ? token.slice(-4) : '');

/** The kind of panel a server has, or null when it has none. */
export const panelOf = (server: { panelType: string }): string | null =>
  server.panelType === 'none' ? null : server.panelType;

/** Where a token may travel: scheme, host and port of an address. */
export const originOf = (url: string): string => new URL(url).origin;

type Before = {
  panelType: string;
  panelUrl: string | null;
  login: { username: string; tokenOrigin: string } | null;
};
type After = { panelType: string; panel: { url: string; username: string; token: string | null } | null };

/**
 * What saving a server means. A stored token serves only the origin it was typed for: a new origin, another
 * kind of panel or a first panel needs one typed now (attack S09).
 */
export function changeOf(before: Before | null, { panelType, panel }: After) {
  const sameKind = before?.panelType === panelType;
  if (panel && !panel.token) {
    if (!sameKind || !before?.login) return { ok: false, reason: 'token_needed' } as const;
    if (before.login.tokenOrigin !== originOf(panel.url)) {
      return { ok: false, reason: 'new_address_needs_token' } as const;
    }
  }
  const newAddress = before?.panelUrl !== (panel?.url ?? null);
  const newLogin = Boolean(panel && (panel.token || panel.username !== before?.login?.username));
  return {
    ok: true,
    newAddress,
    newVersion: !sameKind || newAddress || newLogin,
    leavesPanel: before !== null && before.panelType !== 'none' && !sameKind,
  } as const;
}
