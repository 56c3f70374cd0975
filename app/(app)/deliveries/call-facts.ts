/** How far a call came (lib/dial.ts); an answer read to its end needs no word. */
const PHASES: Record<string, string> = {
  blocked: 'nada saiu daqui',
  dns: 'endereço não encontrado',
  tcp: 'sem conexão',
  tls: 'conexão segura recusada',
  bytes_written: 'pedido enviado, sem resposta',
  headers: 'resposta cortada',
};

type Call = { status?: number | null; latencyMs?: number; phase?: string };

/** What is known of one call: its HTTP status, how long it took, how far it came. */
export const callFacts = ({ status, latencyMs, phase }: Call): string =>
  [
    status ? `HTTP ${status}` : null,
    latencyMs === undefined ? null : `${Math.round(latencyMs)} ms`,
    PHASES[phase ?? ''] ?? null,
  ]
    .filter(Boolean)
    .join(' · ');
