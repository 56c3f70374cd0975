import { formatDate } from '@/lib/time';
import type { Drift } from './rules';

type Words = { title: string; todo: string; link: string; tone: 'danger' | 'warning' };

/** What each list of the *Painel* is called, and what can be done about it. */
export const DRIFT_WORDS: Record<Drift, Words> = {
  paid_here: {
    title: 'Pago aqui, vencido lá',
    todo: 'O painel dá menos dias do que foi pago aqui. Nada mudou sozinho: confira quem alterou a data no painel e devolva os dias por lá.',
    link: 'Ver quem pagou aqui',
    tone: 'danger',
  },
  unpaid_there: {
    title: 'Ativo lá, sem pagamento aqui',
    todo: 'A validade acabou aqui e nenhum pagamento a renovou, mas o painel continua servindo. Cobre, suspenda ou confira quem renovou por lá.',
    link: 'Ver quem está ativo lá',
    tone: 'warning',
  },
};

export const driftCount = (n: number, more = false): string => {
  const people = n === 1 ? '1 cliente' : `${n.toLocaleString('pt-BR')} clientes`;
  return more ? `${people} ou mais` : people;
};

type Sides = { ours: Date; theirs: Date | null; taken: boolean };

/** Both dates of one client; `taken`: ours has become the panel's since. */
export function driftDates({ ours, theirs, taken }: Sides, zone: string): string {
  const there = theirs ? `no painel ${formatDate(theirs, zone)}` : 'sem conta no painel';
  return `aqui ${formatDate(ours, zone)}, ${there}${taken ? ' (já copiado para cá)' : ''}`;
}
