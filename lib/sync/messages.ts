import type { SyncClass } from './plan/rules';

type ClassWords = { tab: string; explained: string; act: string | null };

/** What each class of difference is called, what it means, and what taking it over does. */
export const CLASS_WORDS: Record<SyncClass, ClassWords> = {
  later: {
    tab: 'Vence depois no painel',
    explained: 'O painel vai mais longe do que o cadastro daqui. Quase sempre foi renovado à mão por lá.',
    act: 'O vencimento daqui passa a ser o do painel. Nada é enviado ao painel.',
  },
  earlier: {
    tab: 'Vence antes no painel',
    explained:
      'Aqui vale mais do que no painel. Confira se algum pagamento ficou sem renovação antes de aceitar.',
    act: 'O vencimento daqui volta para o do painel. Nada é enviado ao painel.',
  },
  missing_there: {
    tab: 'Não existe no painel',
    explained: 'O painel respondeu que não tem esta conta, ou que ela é de outra revenda.',
    act: 'O cadastro fica marcado como sem conta no painel; editar e salvar o cliente cria a conta de novo.',
  },
  missing_here: {
    tab: 'Não existe aqui',
    explained: 'Contas do painel que não estão no seu cadastro.',
    act: null,
  },
  blocked: {
    tab: 'Situação diferente',
    explained: 'Ativo em um lado e suspenso no outro.',
    act: 'A situação daqui passa a ser a do painel. Nada é enviado ao painel.',
  },
  package: {
    tab: 'Outro pacote',
    explained: 'O pacote no painel não é o do plano daqui.',
    act: 'O cliente passa para o plano deste servidor que vende o pacote do painel, se houver um só.',
  },
  in_flight: {
    tab: 'Em andamento',
    explained: 'Há uma renovação ou um pedido à conta em andamento: ficaram de fora desta comparação.',
    act: null,
  },
  unread: {
    tab: 'Sem leitura',
    explained:
      'O painel não mostrou estes clientes. Nada se sabe deles: não estão ausentes, só não foram lidos.',
    act: null,
  },
};

const people = (n: number): string => (n === 1 ? '1 cliente' : `${n.toLocaleString('pt-BR')} clientes`);

/** What taking over did (product.md section 6: `N clientes atualizados`), and who was left alone. */
export function appliedWords({
  updated,
  stale,
  busy,
}: {
  updated: number;
  stale: number;
  busy: number;
}): string {
  const head =
    updated === 1 ? '1 cliente atualizado' : `${updated.toLocaleString('pt-BR')} clientes atualizados`;
  const left = [
    stale > 0 &&
      `${people(stale)} sem mudança: o cadastro mudou depois da leitura ou não há um plano só com o pacote`,
    busy > 0 && `${people(busy)} com renovação em andamento`,
  ].filter(Boolean);
  return left.length > 0 ? `${head}. Ficaram de fora: ${left.join('; ')}.` : head;
}

export const undoneWords = ({ undone, kept }: { undone: number; kept: number }): string =>
  kept === 0
    ? `${people(undone)} como antes.`
    : `${people(undone)} como antes. Ficaram como estão, porque mudaram depois: ${kept.toLocaleString('pt-BR')}.`;

export const SYNC_REFUSALS = {
  nothing: 'Não há o que ler: nenhum servidor com painel e clientes, ou a leitura já está em andamento.',
  absent: 'Esta leitura não existe mais. Recarregue a página.',
  ended: 'A leitura já tinha terminado.',
  undone: 'Isto já foi desfeito. Recarregue a página.',
} as const;
