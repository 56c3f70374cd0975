import { panelWords } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import type { TaskReason, TaskState } from './rules';

const OWN_WORDS: Record<Exclude<TaskReason, PanelReason>, string> = {
  package_missing:
    'o plano deste cliente não tem pacote do painel. Escolha o pacote em Planos e tente de novo.',
  panel_off: 'o servidor não tem mais painel. Complete a integração em Servidores.',
  status_unproved: 'o painel não confirmou a mudança de situação. Confira no painel e tente de novo.',
  unnamed:
    'o painel não confirmou a criação, e é ele quem escolhe o usuário desta conta. Procure a conta no painel: se ela existe, escreva o usuário dela em Editar; se não existe, escreva um usuário novo.',
  name_clash:
    'o painel criou a conta com um usuário que outro cliente deste servidor já tem aqui. Corrija ou arquive o outro cliente e escreva este usuário em Editar.',
  new_missing: 'a conta no servidor novo ainda não existe, e a que ficou para trás só é suspensa depois.',
  same_panel:
    'o servidor novo parece ser o mesmo painel: dono, pacote e vencimento são iguais nas duas contas, e nada é suspenso. Se são contas diferentes, suspenda a antiga no painel e tente de novo; se é uma só, dispense.',
  other_panel:
    'o endereço ou o usuário deste servidor mudou depois da saída do cliente: pode ser outro painel, e nada mais é enviado. Se a conta antiga ainda está ativa, suspenda-a no painel dela e dispense aqui.',
  in_use: 'a conta que ficou para trás está em uso aqui outra vez e não foi suspensa.',
  outdated: 'a situação do cliente mudou depois deste pedido. Vale a de agora, que está na fila.',
  archived: 'o cliente foi arquivado antes do envio. Quando ele voltar, o pedido volta à fila.',
  frozen: 'o envio foi interrompido antes de sair e recomeça sozinho.',
};

/** What happened and what to do, as it follows `Erro na sincronização Sigma: `. */
export function accountWords(state: TaskState, reason: TaskReason | null, detail: string | null): string {
  if (!reason) return STATE_WORDS[state];
  const said = reason === 'name_clash' && detail ? ` O usuário é ${detail}.` : '';
  const words = isOwn(reason)
    ? OWN_WORDS[reason] + said
    : panelWords({ reason, detail, movedTo: null, retryAfterMs: null });
  return state === 'pending' ? `${words} Tentaremos de novo sozinhos.` : words;
}

const isOwn = (reason: TaskReason): reason is keyof typeof OWN_WORDS => Object.hasOwn(OWN_WORDS, reason);

/** The panel takes longer than a person waits: the work goes on without them. */
export const SLOW = 'o painel está demorando a responder. O trabalho ficou na fila e continua sozinho.';

/** A status that waits for the end of the request before it. */
export const BEHIND =
  'o pedido anterior ainda está a caminho do painel. Este ficou na fila e continua sozinho.';

const STATE_WORDS: Record<TaskState, string> = {
  pending: 'na fila para o painel.',
  sending: 'enviando ao painel.',
  unknown: 'verificando com o painel; nada será enviado duas vezes.',
  done: 'feito.',
  rejected: 'o painel recusou.',
  review: 'não foi possível confirmar com o painel. Confira no painel e tente de novo.',
  cancelled: 'cancelado, ou substituído por um pedido mais novo.',
};

/** The account's state on the client's page: a word, its tone, and whether a person can push it on. */
export function accountChip(
  panelState: 'none' | 'missing' | 'linked',
  work: { kind: 'create' | 'status'; state: TaskState } | null,
): { text: string; tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger'; retry: boolean } {
  switch (work?.state) {
    case 'pending':
      return { text: 'Na fila para o painel', tone: 'info', retry: true };
    case 'sending':
      return {
        text: work.kind === 'create' ? 'Criando no painel…' : 'Enviando ao painel…',
        tone: 'info',
        retry: false,
      };
    case 'unknown':
      return { text: 'Verificando com o painel', tone: 'warning', retry: true };
    case 'rejected':
    case 'review':
      return { text: 'Precisa de você', tone: 'danger', retry: true };
    default:
      return panelState === 'linked'
        ? { text: 'Vinculada', tone: 'success', retry: false }
        : panelState === 'missing'
          ? { text: 'Sem conta no painel', tone: 'warning', retry: false }
          : { text: 'Sem painel', tone: 'neutral', retry: false };
  }
}
