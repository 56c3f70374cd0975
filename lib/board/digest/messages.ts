import { countWords } from '../messages';
import type { Counted } from '../queries';
import { ELSEWHERE, type Elsewhere, KINDS, type Kind } from '../rules';

type Said = {
  needs: Counted<Kind | Elsewhere>;
  /** Who has waited longest, where that is a row of the board, and for how long. */
  oldest: { who: string | null; age: string };
};

/** The morning's summary to the company: how many of each, the oldest, and what to do. */
export function digestText({ needs, oldest }: Said): string {
  const kinds = [...KINDS, ...ELSEWHERE].filter((kind) => needs[kind].n > 0);
  const count = kinds.reduce((sum, kind) => sum + needs[kind].n, 0);
  return [
    `☀️ Bom dia! ${count === 1 ? 'Uma entrega precisa' : `${count.toLocaleString('pt-BR')} entregas precisam`} de você:`,
    ...kinds.map((kind) => `• ${countWords(kind, needs[kind].n)}`),
    `A mais antiga espera há ${oldest.age}${oldest.who ? `: ${oldest.who}` : ''}.`,
    'Abra Entregas no UltraGestor: cada uma diz o que houve e o que dá para fazer.',
  ].join('\n');
}
