import { formatDate } from '@/lib/time';
import { people } from '@/lib/words';
import type { Drift } from './rules';

type Words = { title: string; tone: 'danger' | 'warning' };

/** What each list of the *Painel* is called. */
export const DRIFT_WORDS: Record<Drift, Words> = {
  paid_here: {
    title: 'Pago aqui, vencido lá',
    tone: 'danger',
  },
  unpaid_there: {
    title: 'Ativo lá, sem pagamento aqui',
    tone: 'warning',
  },
};

/** Short of what was paid is not always over: the list is called by what is true of everybody in it. */
export const SHORT_TITLE = 'Pago aqui, menos dias lá';

/** What can be done, by what differs: the date, or that the account is gone. */
export const DRIFT_TODO = {
  earlier:
    'O painel dá menos dias do que foi pago aqui. Nada mudou sozinho: confira quem alterou a data no painel e devolva os dias por lá.',
  missing_there:
    'Quem está sem conta no painel pagou e não é servido: aceite a diferença e salve o cliente, que a conta é criada de novo.',
  later:
    'A validade acabou aqui e nenhum pagamento a renovou, mas o painel continua servindo. Cobre, suspenda ou confira quem renovou por lá.',
} as const;

/** The way to the differences of one server, by their class. */
export const driftLink = (kind: keyof typeof DRIFT_TODO, n: number): string =>
  ({
    earlier: `Ver ${driftCount(n)} com menos dias lá`,
    missing_there: `Ver ${driftCount(n)} sem conta lá`,
    later: `Ver ${driftCount(n)} com mais dias lá`,
  })[kind];

export const driftCount = (n: number, more = false): string => (more ? `${people(n)} ou mais` : people(n));

type Sides = { ours: Date; theirs: Date | null; taken: boolean };

/** Both dates of one client at an instant; `taken`: ours has become the panel's since. */
export function driftDates({ ours, theirs, taken }: Sides, now: Date, zone: string): string {
  const ends = theirs && (theirs <= now ? 'venceu no painel em' : 'no painel até');
  const there = theirs ? `${ends} ${formatDate(theirs, zone)}` : 'sem conta no painel';
  return `aqui até ${formatDate(ours, zone)}, ${there}${taken ? ' (já copiado para cá)' : ''}`;
}
