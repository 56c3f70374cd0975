import type { Difference } from './rules';

/** What a person must know before the new address is used. */
export function differenceWords(difference: Difference, user: string): string {
  switch (difference.kind) {
    case 'other_user':
      return `A revenda ${user} tem outro número neste endereço: pode ser outro painel, com outros clientes.`;
    case 'gone':
      return `O pacote ${difference.package}, do plano ${difference.plan}, não existe neste endereço.`;
    case 'changed':
      return `O pacote ${difference.package}, do plano ${difference.plan}, é outro neste endereço.`;
  }
}
