import { formatDateTime } from '@/lib/time';
import type { PayOutcome, UndoOutcome } from './commands';
import type { ShownState } from './rules';

export const PAID = 'Fatura marcada como paga com sucesso';
export const PAID_AND_RENEWED = `${PAID} - Cliente renovado no Sigma`;
export const paidButNotRenewed = (why: string): string => `${PAID} - Erro na sincronização Sigma: ${why}`;

export const STATE_WORDS: Record<ShownState, string> = {
  open: 'Em aberto',
  overdue: 'Vencida',
  paid: 'Paga',
  cancelled: 'Cancelada',
};

/** Why a payment was refused, and what to do. */
export function payRefusal(refusal: Extract<PayOutcome, { ok: false }>, zone: string): string {
  switch (refusal.reason) {
    case 'already_paid':
      return `Esta fatura já estava paga por ${refusal.by} às ${formatDateTime(refusal.at, zone).slice(11)}.`;
    case 'absent':
      return 'Esta fatura não existe mais. Atualize a página.';
    case 'cancelled':
      return 'Esta fatura foi cancelada. Crie outra para receber.';
    case 'package_unset':
      return 'O plano deste cliente não tem pacote do painel. Escolha o pacote em Planos e marque de novo.';
    case 'package_gone':
      return 'O pacote do plano não existe mais no painel. Escolha outro em Planos e marque de novo.';
    case 'package_trial':
      return 'O pacote do plano é de teste e não pode ser vendido. Escolha outro em Planos e marque de novo.';
    case 'package_inactive':
      return 'O pacote do plano está inativo no painel. Escolha outro em Planos e marque de novo.';
    case 'wrong_server':
      return 'O plano deste cliente é de outro servidor. Corrija o plano do cliente e marque de novo.';
  }
}

export const UNDONE = 'Pagamento desfeito: a fatura voltou a ficar em aberto e nada foi enviado ao painel.';
export const UNDO_REFUSALS: Record<Extract<UndoOutcome, { ok: false }>['reason'], string> = {
  absent: 'Esta fatura não existe mais. Atualize a página.',
  not_paid: 'Esta fatura não está paga.',
  too_late: 'Não dá mais para desfazer: a renovação já foi enviada ao painel.',
};
