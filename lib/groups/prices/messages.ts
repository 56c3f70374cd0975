import { formatCount } from '@/lib/money';
import type { GridFault } from './faults/rules';
import { linesOf, type ReadTable, type Unread } from './pasted/rules';

/** Why a line of a pasted table is no price. */
export const UNREAD_WORDS: Record<Unread['why'], string> = {
  other:
    'Não é pacote de megabytes. Se for, ponha-o sob um título como Mensais (GB) ou acrescente a linha à mão',
  reversed: 'Parece ter o preço antes da quantidade',
  unit: 'Quantidade ou preço que dá para ler de dois jeitos',
  unclear: 'Não dá para saber a quantidade e o preço',
  twice: 'Repetido: já está na tabela',
  text: 'Texto sem preço',
};

/** What a reading came to. `stands`: there were prices before, which stay where nothing was read. */
export function readWords({ rows, unread }: ReadTable, stands: boolean): string {
  if (rows.length === 0)
    return `Nenhum preço foi encontrado neste texto. ${stands ? 'Os preços abaixo continuam como estavam.' : 'Confira se colou a tabela inteira.'}`;
  const lines = linesOf(unread).length;
  return [
    `${rows.length === 1 ? '1 preço lido' : `${rows.length} preços lidos`};`,
    lines === 1 ? '1 linha não virou preço.' : `${lines} linhas não viraram preço.`,
    'Nada foi salvo ainda.',
  ].join(' ');
}

export type PricesReason = 'absent' | 'changed' | 'empty' | 'twice' | 'tie';

/** Why a table was not saved. `price`: the one it is about, as people write it. */
export function pricesWords(reason: PricesReason, price = ''): string {
  switch (reason) {
    case 'absent':
      return 'Este grupo não existe mais.';
    case 'changed':
      return 'Outra pessoa salvou esta tabela enquanto você editava. Recarregue a página e confira.';
    case 'empty':
      return 'Uma tabela precisa de pelo menos um preço: sem nenhum, nenhum pagamento do grupo ativa um pacote. Cole ou digite os preços; para parar de vender aqui, arquive o grupo.';
    case 'twice':
      return `O preço ${price} está duas vezes com o mesmo pacote. Apague uma das linhas.`;
    case 'tie':
      return `Mais de um pacote custa ${price}. Mude um deles, escolha qual vale ou deixe para decidir a cada pagamento.`;
  }
}

/** What is wrong in one place of the grid, said there. `money`: an amount as people write it. */
export function faultWords(fault: GridFault, money: (cents: number) => string): string {
  switch (fault.kind) {
    case 'empty':
      return pricesWords('empty');
    case 'days':
      return 'Diga se esta seção tem renovações.';
    case 'mb':
      return 'Escreva os megabytes com um número inteiro, como 2000.';
    case 'price':
      return 'Escreva o preço, como 44.';
    case 'twice':
    case 'tie':
      return pricesWords(fault.kind, money(fault.cents));
  }
}

/** How much is wrong in a grid, beside its button; a single thing is said there too. Empty when nothing is. */
export function faultsWords(faults: readonly GridFault[], money: (cents: number) => string): string {
  const [only, ...more] = faults;
  if (!only) return '';
  if (more.length > 0)
    return `${faults.length} coisas a corrigir antes de salvar, marcadas em vermelho na tabela.`;
  return only.kind === 'empty'
    ? faultWords(only, money)
    : `1 coisa a corrigir antes de salvar: ${faultWords(only, money)}`;
}

/** A quantity as the reseller's country writes numbers: `54 067 MB` beside `1 050 MT`. */
export const mbWords = (mb: number, locale: string): string => `${formatCount(mb, locale)} MB`;

/** A length of renewals in words. */
export function renewalsWords(days: number | null): string {
  if (days === null) return 'Sem renovações';
  return days === 1 ? '1 dia de renovações' : `${days} dias de renovações`;
}
