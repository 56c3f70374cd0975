import { z } from 'zod';
import { type Tone, whatHappened } from '@/lib/renewals/messages';
import { shownDateTime } from '@/lib/time';
import { callFacts } from '../call-facts';

const entry = z.object({
  at: z.string(),
  call: z.enum(['read', 'renew', 'guard', 'person', 'restore']),
  reason: z.string().optional(),
  status: z.number().nullish(),
  phase: z.string().optional(),
  latencyMs: z.number().optional(),
  detail: z.string().nullish(),
  class: z.string().optional(),
  found: z.string().optional(),
  expiry: z.string().nullish(),
  expiresAt: z.string().nullish(),
  by: z.string().optional(),
  again: z.boolean().optional(),
  closed: z.boolean().optional(),
  reopened: z.boolean().optional(),
  because: z.string().optional(),
  warning: z.string().optional(),
});
type Entry = z.infer<typeof entry>;

/** The evidence of a renewal as timeline items, newest first, in words a person can use in a dispute. */
export function evidenceItems(evidence: unknown[], paidAt: Date, zone: string) {
  const entries = evidence.flatMap((raw) => entry.safeParse(raw).data ?? []);
  const items = entries.map((e, i) => ({
    id: String(i),
    at: shownDateTime(new Date(e.at), zone),
    ...wordsOf(e, zone),
    body: factsOf(e),
  }));
  const paid = {
    id: 'paid',
    at: shownDateTime(paidAt, zone),
    title: 'Pagamento registrado',
    tone: 'info' as Tone,
    body: '',
  };
  return counted([paid, ...items]).reverse();
}

/** The same again and again is one step with how often, and the last of them. */
function counted<T extends { title: string }>(items: T[]): T[] {
  const runs: { item: T; times: number }[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.item.title === item.title) runs.splice(-1, 1, { item, times: last.times + 1 });
    else runs.push({ item, times: 1 });
  }
  return runs.map(({ item, times }) =>
    times > 1 ? { ...item, title: `${item.title} (${times} vezes)` } : item,
  );
}

function wordsOf(e: Entry, zone: string): { title: string; tone: Tone } {
  const until = (iso: string | null | undefined) => (iso ? shownDateTime(new Date(iso), zone) : 'sem data');
  if (e.call === 'guard')
    return { title: 'Envio suspenso: o processo ficou parado tempo demais', tone: 'warning' };
  if (e.call === 'restore')
    return { title: `Banco restaurado de um backup; data conhecida: ${until(e.expiry)}`, tone: 'warning' };
  if (e.call === 'person')
    return { title: `${e.by} ${decisionOf(e, until(e.expiresAt))}`, tone: e.closed ? 'warning' : 'info' };
  if (e.call === 'read') {
    if (e.found === 'found') return { title: `Painel lido: vence ${until(e.expiry)}`, tone: 'neutral' };
    if (e.found === 'absent') return { title: 'Painel lido: cliente não existe', tone: 'warning' };
    return { title: `Leitura falhou: ${whatHappened(e.reason ?? '')}`, tone: 'warning' };
  }
  return SENT[e.class ?? 'unknown'] ?? { title: 'Enviado ao painel: resposta desconhecida', tone: 'warning' };
}

function decisionOf(e: Entry, until: string): string {
  if (e.again) return 'mandou enviar de novo';
  if (e.closed) return 'encerrou sem prova do painel';
  if (e.reopened) return 'trouxe de volta às Entregas';
  return e.warning === 'by_hand'
    ? `registrou a renovação feita à mão: o painel mostrava vencimento em ${until}`
    : `aceitou a renovação que o painel mostrava: vencimento em ${until}`;
}

const SENT: Record<string, { title: string; tone: Tone }> = {
  applied: { title: 'Renovação enviada: o painel confirmou', tone: 'success' },
  rejected: { title: 'Renovação enviada: o painel recusou', tone: 'danger' },
  not_sent: { title: 'Renovação não saiu daqui', tone: 'warning' },
  edge_block: { title: 'Renovação barrada antes do painel', tone: 'warning' },
  unknown: { title: 'Renovação enviada: sem resposta segura', tone: 'warning' },
};

const factsOf = (e: Entry): string =>
  [callFacts(e), e.detail && `Resposta: “${e.detail}”`, e.because && `Motivo: ${e.because}`]
    .filter(Boolean)
    .join(' · ');
