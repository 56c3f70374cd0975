import type { Elsewhere, Kind, Side } from './rules';

/** A kind as the head of a tab, and as what a line is. */
export const KIND_WORDS: Record<Kind, { tab: string; what: string }> = {
  renewal: { tab: 'Renovações', what: 'Renovação' },
  creation: { tab: 'Contas', what: 'Conta no painel' },
  status: { tab: 'Situações', what: 'Situação no painel' },
  sheet: { tab: 'Planilhas', what: 'Linha da planilha' },
  message: { tab: 'Mensagens', what: 'Mensagem' },
  pix: { tab: 'PIX', what: 'PIX recebido' },
};

export const SIDE_WORDS: Record<Side, string> = { needs: 'Precisa de você', moving: 'A caminho' };

/** One and many of each, where they are counted in a sentence. */
const COUNTED: Record<Kind | Elsewhere, [string, string]> = {
  renewal: ['renovação', 'renovações'],
  creation: ['conta no painel', 'contas no painel'],
  status: ['situação no painel', 'situações no painel'],
  sheet: ['linha da planilha', 'linhas da planilha'],
  message: ['mensagem', 'mensagens'],
  pix: ['PIX recebido', 'PIX recebidos'],
  receipt: ['comprovante', 'comprovantes'],
  slot: ['renovação de pacote', 'renovações de pacote'],
};

/** `3 contas no painel`. */
export const countWords = (kind: Kind | Elsewhere, n: number): string =>
  `${n.toLocaleString('pt-BR')} ${COUNTED[kind][n === 1 ? 0 : 1]}`;

/** What an empty view says: its title, and what would stand there; `begun` once anything was ever asked for. */
export function emptyWords(
  kind: Kind | null,
  side: Side | null,
  begun = true,
): { title: string; words: string } {
  if (!begun && kind === null && side === null)
    return {
      title: 'Nada para entregar ainda',
      words: 'Cada pagamento, conta e mensagem que sair daqui aparece nesta página até ter prova.',
    };
  if (kind === null && side === 'moving')
    return {
      title: 'Nada a caminho',
      words: 'O que estiver sendo entregue ao painel, à planilha ou ao WhatsApp aparece aqui.',
    };
  if (kind === null)
    return side === 'needs'
      ? {
          title: 'Nada precisa de você',
          words: 'O que não puder ser resolvido sozinho aparece aqui, com o motivo e o que fazer.',
        }
      : {
          title: 'Tudo entregue',
          words: 'Cada pagamento já virou uma renovação comprovada. O que estiver a caminho aparece aqui.',
        };
  return {
    title:
      side === 'moving'
        ? 'Nada a caminho aqui'
        : side === 'needs'
          ? 'Nada precisa de você aqui'
          : 'Nada em aberto aqui',
    words: EMPTY[kind],
  };
}

const EMPTY: Record<Kind, string> = {
  renewal: 'Renovações pagas que o painel ainda não provou aparecem aqui.',
  creation: 'Contas que ainda não foram confirmadas no painel aparecem aqui.',
  status: 'Suspensões e reativações que o painel ainda não confirmou aparecem aqui.',
  sheet: 'Pedidos e pagamentos que ainda não estão na planilha aparecem aqui.',
  message:
    'Mensagens na fila, sem confirmação ou não enviadas aparecem aqui. As que você envia à mão ficam em Mensagens.',
  pix: 'PIX que chegaram e só uma pessoa pode julgar aparecem aqui.',
};

export const NONE_DISMISSED = {
  title: 'Nada dispensado',
  words: 'O que alguém tirar da fila fica guardado aqui, com o motivo, e pode voltar.',
};

export type Retried = {
  /** Set going again. */
  queued: number;
  /** In doubt or of a kind that each has its own way out. */
  oneByOne: number;
  /** Changed or refused meanwhile. */
  gone: number;
  /** Beyond what one press may do. */
  left: number;
};

/** What a bulk retry came to. */
export function retriedWords({ queued, oneByOne, gone, left }: Retried): string {
  const parts = [
    queued === 0
      ? 'Nada voltou à fila.'
      : queued === 1
        ? '1 entrega voltou à fila.'
        : `${queued} entregas voltaram à fila.`,
    oneByOne > 0 &&
      (oneByOne === 1 ? '1 precisa ser vista por você.' : `${oneByOne} precisam ser vistas uma a uma.`),
    gone > 0 &&
      (gone === 1 ? '1 tinha mudado e ficou como está.' : `${gone} tinham mudado e ficaram como estão.`),
    left > 0 && (left === 1 ? 'Falta 1: repita para ela.' : `Faltam ${left}: repita para elas.`),
  ];
  return parts.filter(Boolean).join(' ');
}

/** What waits and cannot be retried unseen. */
export const oneByOneWords = (n: number): string =>
  n === 1 ? '1 precisa ser vista por você' : `${n} precisam ser vistas uma a uma`;
