import { z } from 'zod';
import type { Moment } from '@/components/timeline';
import { reasonWords } from '@/lib/sheets/messages';
import { shownDateTime } from '@/lib/time';
import { callFacts } from '../../call-facts';

const entry = z.object({
  at: z.string(),
  kind: z.string(),
  reason: z.string().nullish(),
  status: z.number().nullish(),
  proof: z.string().optional(),
  stored: z.string().nullish(),
  said: z.string().nullish(),
  by: z.string().optional(),
});
type Entry = z.infer<typeof entry>;

/** The posts of one row as timeline items, newest first. */
export function sheetSteps(evidence: unknown[], zone: string): Moment[] {
  const entries = evidence.flatMap((raw) => entry.safeParse(raw).data ?? []);
  return entries
    .map((e, i) => ({
      id: String(i),
      at: shownDateTime(new Date(e.at), zone),
      ...wordsOf(e),
      body: [
        callFacts(e),
        e.stored && `A planilha mostra: ${e.stored}`,
        e.said && e.kind !== 'applied' && `Resposta: “${e.said}”`,
      ]
        .filter(Boolean)
        .join(' · '),
    }))
    .reverse();
}

function wordsOf(e: Entry): Pick<Moment, 'title' | 'tone'> {
  if (e.proof === 'same') return { title: 'A planilha já tinha esta linha, conferida', tone: 'success' };
  switch (e.kind) {
    case 'applied':
      return { title: 'Linha gravada: o script confirmou', tone: 'success' };
    case 'duplicate':
      return { title: 'A planilha diz que já tem esta referência', tone: 'warning' };
    case 'refused':
      return { title: 'O script recusou a linha', tone: 'danger' };
    case 'not_sent':
      return { title: `Não saiu daqui: ${reasonWords(e.reason ?? null)}`, tone: 'warning' };
    case 'accepted':
      return { title: `${e.by ?? 'Uma pessoa'} conferiu na planilha: é a mesma`, tone: 'success' };
    default:
      return { title: `Sem resposta certa: ${reasonWords(e.reason ?? null)}`, tone: 'warning' };
  }
}
