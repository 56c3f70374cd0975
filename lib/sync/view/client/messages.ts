import { shownDateTime } from '@/lib/time';
import type { OpenDifference } from './queries';

/** What a reading found different of one client's account, as a sentence. */
export const differenceWords = (row: OpenDifference, zone: string): string =>
  `A leitura de ${shownDateTime(row.readAt, zone)} ${found(row, zone)}.`;

function found({ class: kind, theirs, reason }: OpenDifference, zone: string): string {
  if (kind === 'missing_there')
    return reason === 'not_ours'
      ? 'mostrou a conta em nome de outra revenda'
      : 'não encontrou a conta no painel';
  if (kind === 'blocked')
    return `mostrou a conta ${theirs?.status === 'suspended' ? 'suspensa' : 'ativa'} no painel`;
  if (kind === 'package') return 'mostrou outro pacote no painel';
  const until = theirs?.expiresAt ? shownDateTime(new Date(theirs.expiresAt), zone) : '—';
  return `mostrou outra data no painel: ${until}`;
}
