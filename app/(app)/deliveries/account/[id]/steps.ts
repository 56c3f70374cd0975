import { z } from 'zod';
import type { Moment } from '@/components/timeline';
import { accountWords } from '@/lib/accounts/messages';
import type { TaskReason } from '@/lib/accounts/rules';
import { shownDateTime } from '@/lib/time';
import { callFacts } from '../../call-facts';

const entry = z.object({
  at: z.string(),
  call: z.enum(['read', 'create', 'status']),
  reason: z.string().nullish(),
  status: z.number().nullish(),
  phase: z.string().optional(),
  latencyMs: z.number().optional(),
  detail: z.string().nullish(),
  found: z.string().optional(),
  /** Of the account on the server that the client is on by now. */
  of: z.literal('new').optional(),
  class: z.string().optional(),
});
type Entry = z.infer<typeof entry>;

const entriesOf = (evidence: unknown[]): Entry[] =>
  evidence.flatMap((raw) => entry.safeParse(raw).data ?? []);

/** How many sends may have done something: the task's own count also says when none may follow. */
export const sendsIn = (evidence: unknown[]): number =>
  entriesOf(evidence).filter((e) => e.call !== 'read' && !DID_NOTHING.includes(e.class ?? '')).length;

const DID_NOTHING = ['rejected', 'not_sent', 'edge_block'];

/** The evidence of account work as timeline items, newest first. */
export function accountSteps(evidence: unknown[], zone: string): Moment[] {
  return entriesOf(evidence)
    .map((e, i) => ({
      id: String(i),
      at: shownDateTime(new Date(e.at), zone),
      ...wordsOf(e),
      body: [callFacts(e), e.detail && `Resposta: “${e.detail}”`].filter(Boolean).join(' · '),
    }))
    .reverse();
}

function wordsOf(e: Entry): Pick<Moment, 'title' | 'tone'> {
  if (e.call === 'read') {
    const read = e.of ? 'Servidor novo lido' : 'Painel lido';
    if (e.found === 'found') return { title: `${read}: a conta existe`, tone: 'neutral' };
    if (e.found === 'absent') return { title: `${read}: a conta não existe`, tone: 'neutral' };
    return { title: `Leitura${e.of ? ' do servidor novo' : ''} falhou: ${why(e)}`, tone: 'warning' };
  }
  const what = e.call === 'create' ? 'Criação' : 'Mudança de situação';
  switch (e.class) {
    case 'applied':
      return { title: `${what} enviada: o painel confirmou`, tone: 'success' };
    case 'rejected':
      return { title: `${what} enviada: o painel recusou`, tone: 'danger' };
    case 'not_sent':
      return { title: `${what} não saiu daqui`, tone: 'warning' };
    case 'edge_block':
      return { title: `${what} barrada antes do painel`, tone: 'warning' };
    default:
      return e.reason === 'name_clash'
        ? { title: 'O painel deu um usuário que outro cliente já tem', tone: 'danger' }
        : { title: `${what} enviada: sem resposta segura`, tone: 'warning' };
  }
}

const why = ({ reason }: Entry) => accountWords('rejected', (reason ?? null) as TaskReason | null, null);
