import type { TaskState } from '@/lib/accounts/rules';
import { reasonWords } from '@/lib/channels/messages';
import { CLIENT_REFUSALS } from '@/lib/clients/messages';
import { COMMON_REASONS } from '../messages';
import type { Act, RowState, Tally } from '../rules';
import { type ClientAct, type ClientReason, MOST_MESSAGES } from './rules';

/** A row's state in the words of its act. */
export const rowWord = (act: ClientAct, state: RowState): string =>
  state === 'done' ? DONE[act] : state === 'skipped' ? skippedWords(act).one : OTHER[state];

const OTHER = { pending: 'Na fila', failed: 'Falhou' };

/** What a skipped row is called, and many of them. Who was not moved may have to be moved yet. */
export const skippedWords = (act: Act) => (act === 'move' ? NOT_MOVED : IDLE);

const NOT_MOVED = { one: 'Não movido', many: 'Não movidos', told: ['não movido', 'não movidos'] } as const;
const IDLE = {
  ...{ one: 'Nada a fazer', many: 'Nada a fazer' },
  told: ['sem nada a fazer', 'sem nada a fazer'],
} as const;

const DONE: Record<ClientAct, string> = {
  suspend: 'Suspenso',
  activate: 'Reativado',
  plan: 'Plano trocado',
  archive: 'Arquivado',
  restore: 'Restaurado',
  message: 'Na fila de envio',
  move: 'Movido',
};

/** Acts after which an account on a panel is still on its way. */
export const ASKS_PANEL: readonly ClientAct[] = ['suspend', 'activate', 'move'];

/** What a done row has still open on the panel, beside its word and with its tone; null when nothing. */
export function openWord(act: ClientAct, state: RowState, task: TaskState | null) {
  if (state !== 'done' || task === null || !ASKS_PANEL.includes(act)) return null;
  return task === 'rejected' || task === 'review'
    ? ({ word: `${DONE[act]} · conta pendente`, tone: 'warning', needs: true } as const)
    : ({ word: `${DONE[act]} · conta a caminho`, tone: 'info', needs: false } as const);
}

/** Why a row was skipped or failed, and what to do. */
export function rowReason(act: ClientAct, reason: ClientReason): string {
  if (act === 'move' && (reason === 'renewing' || reason === 'account_busy')) return STAYED[reason];
  switch (reason) {
    case 'error':
    case 'stopped':
      return COMMON_REASONS[reason];
    case 'already':
      return ALREADY[act];
    case 'archived':
      return 'O cliente está arquivado.';
    case 'other_server':
      return 'O plano é de outro servidor.';
    case 'plan_absent':
      return 'O plano foi arquivado depois de escolhido. Comece outro lote com outro plano.';
    case 'twice':
      return 'Esta mensagem já estava na fila deste cliente.';
    case 'no_phone':
      return 'Sem WhatsApp no cadastro.';
    case 'name_taken':
      return 'Outro cliente do servidor de destino já tem este usuário.';
    case 'no_username':
      return 'Sem usuário no cadastro.';
    case 'other_plan':
      return 'Sem plano escolhido no destino para o plano do cliente. Para movê-lo, comece outro lote.';
    case 'absent':
    case 'renewing':
    case 'account_busy':
    case 'server_away':
    case 'plan_away':
    case 'username_taken':
      return CLIENT_REFUSALS[reason].message;
    default:
      return reasonWords(reason) ?? COMMON_REASONS.error;
  }
}

/** What comes to its end first, as a move tells it. */
const STAYED = {
  renewing: 'Uma renovação paga ainda não terminou. Quando terminar, mova de novo.',
  account_busy: `${CLIENT_REFUSALS.account_busy.message} Depois, mova de novo.`,
};

const ALREADY: Record<ClientAct, string> = {
  suspend: 'Já estava suspenso.',
  activate: 'Já estava ativo.',
  plan: 'Já estava neste plano.',
  archive: 'Já estava arquivado.',
  restore: 'Não estava arquivado.',
  message: 'Já tinha esta mensagem.',
  move: 'Já estava neste servidor.',
};

/** `48 feitos · 1 sem nada a fazer · 1 falhou` */
export function tallyWords({ done, skipped, failed }: Tally, act: Act): string {
  const parts = [
    [done, 'feito', 'feitos'],
    [skipped, ...skippedWords(act).told],
    [failed, 'falhou', 'falharam'],
  ] as const;
  const told = parts.flatMap(([count, one, more]) =>
    count > 0 ? [`${count.toLocaleString('pt-BR')} ${count === 1 ? one : more}`] : [],
  );
  return told.join(' · ') || 'começando';
}

/** What follows from a batch once every row is settled, and while it runs. */
export function explained(act: ClientAct, running: boolean, { panel }: { panel?: boolean }): string {
  if (running) return 'Pode fechar esta página: o servidor continua, e o andamento fica guardado aqui.';
  return act === 'move' && panel === false ? NO_PANEL : AFTER[act];
}

const AFTER: Record<ClientAct, string> = {
  suspend: 'Onde há conta no painel, ela é suspensa pela fila; o que precisar de você aparece em Entregas.',
  activate: 'Onde há conta no painel, ela é reativada pela fila; o que precisar de você aparece em Entregas.',
  plan: 'Nada foi enviado ao painel: o novo pacote vale na próxima renovação.',
  archive: 'Nos painéis nada mudou. Os arquivados ficam no filtro Situação: Arquivado.',
  restore:
    'Os clientes voltaram às listas como estavam. O que ainda faltava fazer nos painéis voltou à fila.',
  message: 'As mensagens estão em Mensagens, cada uma uma única vez.',
  move: 'No servidor novo cada conta é lida e só criada onde não existe, pela fila; o que precisar de você aparece em Entregas. Para voltar, mova de novo: a conta que já foi criada continua no painel e o crédito dela não volta.',
};

const NO_PANEL =
  'O servidor novo não tem painel: só o cadastro mudou. Contas a suspender no painel de antes vão pela fila; o que precisar de você aparece em Entregas. Para voltar, mova de novo.';

/** Why a batch did not start, and what to do. */
export const START_REFUSALS = {
  empty: 'Nenhum destes clientes existe mais. Atualize a página.',
  plan_absent: 'Este plano não existe mais. Escolha outro.',
  too_many: `Uma mensagem vai a até ${MOST_MESSAGES.toLocaleString('pt-BR')} clientes por vez. Filtre por servidor, plano ou vencimento.`,
} as const;

export const changedMeanwhile = (count: number): string =>
  `A lista mudou enquanto você olhava: agora são ${count.toLocaleString('pt-BR')}. Confira e tente de novo.`;
