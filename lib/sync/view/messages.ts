import { shownDateTime } from '@/lib/time';
import type { Earlier } from './rules';

type Read = { sameCount: number; leftCount: number; unread: number; inFlight: number } & (
  | { differing: number }
  /** Once it has ended: what stands, as the chips beneath count it. */
  | { toDecide: number; leftOut: number }
);

/** How those who were read stand; what nobody is in goes unsaid. */
export function readWords(read: Read): string {
  const { sameCount, leftCount, unread, inFlight } = read;
  const found =
    'differing' in read
      ? [read.differing > 0 && `${figure(read.differing)} com diferença`]
      : [
          read.toDecide > 0 &&
            `${figure(read.toDecide)} ${read.toDecide === 1 ? 'diferença' : 'diferenças'} a decidir`,
          read.leftOut > 0 && leftOutWords(read.leftOut),
        ];
  return [
    `${figure(sameCount)} ${sameCount === 1 ? 'igual' : 'iguais'} nos dois lados`,
    ...found,
    unread > 0 && `${figure(unread)} sem leitura`,
    inFlight > 0 && `${figure(inFlight)} em andamento`,
    leftCount > 0 && `${figure(leftCount)} fora do servidor desde então`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Whom nobody can take in, counted. */
export const leftOutWords = (n: number): string => `${figure(n)} ${n === 1 ? 'fica' : 'ficam'} de fora`;

/** Of which reading the differences are that the page's own reading did not find; null when there are none. */
export function earlierWords({ n, runs, since }: Earlier, all: number, zone: string): string | null {
  if (n === 0 || !since) return null;
  const of = runs === 1 ? 'da leitura' : 'de leituras anteriores, a mais antiga';
  const which = n === all ? 'Diferenças' : `${figure(n)} destas linhas ${n === 1 ? 'é' : 'são'}`;
  return `${which} ${of} de ${shownDateTime(since, zone)}.`;
}

const figure = (n: number) => n.toLocaleString('pt-BR');
