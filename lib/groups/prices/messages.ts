import type { Unread } from './pasted/rules';

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

export type PricesReason = 'absent' | 'changed' | 'twice' | 'tie';

/** Why a table was not saved. `price`: the one it is about, as people write it. */
export function pricesWords(reason: PricesReason, price = ''): string {
  switch (reason) {
    case 'absent':
      return 'Este grupo não existe mais.';
    case 'changed':
      return 'Outra pessoa salvou esta tabela enquanto você editava. Recarregue a página e confira.';
    case 'twice':
      return `O preço ${price} está duas vezes com o mesmo pacote. Apague uma das linhas.`;
    case 'tie':
      return `Mais de um pacote custa ${price}. Mude um deles, escolha qual vale ou deixe para decidir a cada pagamento.`;
  }
}

/** A length of renewals in words. */
export function renewalsWords(days: number | null): string {
  if (days === null) return 'Sem renovações';
  return days === 1 ? '1 dia de renovações' : `${days} dias de renovações`;
}
