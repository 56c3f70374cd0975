import { formatMoney, type Money } from '@/lib/money';
import { formatDate, formatDateTime } from '@/lib/time';
import type { PayOutcome, UndoOutcome } from './commands';
import { previewOf, refusedNow, type ShownState } from './rules';

export const PAID = 'Fatura marcada como paga com sucesso';
export const PAID_AND_RENEWED = `${PAID} - Cliente renovado no Sigma`;
export const paidButNotRenewed = (why: string): string => `${PAID} - Erro na sincronização Sigma: ${why}`;

export const STATE_WORDS: Record<ShownState, string> = {
  open: 'Em aberto',
  overdue: 'Vencida',
  paid: 'Paga',
  cancelled: 'Cancelada',
};

export const STATE_TONES = {
  open: 'info',
  overdue: 'danger',
  paid: 'success',
  cancelled: 'neutral',
} as const satisfies Record<ShownState, string>;

type Refusal =
  | Omit<Extract<PayOutcome, { ok: false; reason: 'already_paid' }>, 'ok'>
  | { reason: OtherReason };
type OtherReason = Exclude<Extract<PayOutcome, { ok: false }>['reason'], 'already_paid'>;

/** Beside the day, when the client already owes an invoice of it. */
export const twinWords = (twin: Money): string =>
  `Já existe uma fatura em aberto de ${formatMoney(twin)} com este vencimento. Salve de novo para criar outra mesmo assim.`;

/** Why a payment was refused, and what to do. Of a payment on another day than `now`, the day is said too. */
export function payRefusal(refusal: Refusal, zone: string, now: Date): string {
  switch (refusal.reason) {
    case 'already_paid':
      return `Esta fatura já estava paga por ${refusal.by} ${whenPaid(refusal.at, zone, now)}.`;
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

/** `às 10:02`, `em 21/11 às 10:02`, `em 21/11/2025 às 10:02`. */
function whenPaid(at: Date, zone: string, now: Date): string {
  const [day = '', time = ''] = formatDateTime(at, zone).split(' ');
  const today = formatDate(now, zone);
  if (day === today) return `às ${time}`;
  return `em ${day.slice(6) === today.slice(6) ? day.slice(0, 5) : day} às ${time}`;
}

/** What marking as paid will do, or why it cannot and where that is mended. */
export type PaymentPreview = {
  lines: { label: string; value: string }[];
  refusal: { words: string; href: string; label: string } | null;
};

/** What the confirmation shows before the click. The payment itself decides again. */
export function paymentPreview(subject: PreviewSubject, now: Date, zone: string): PaymentPreview {
  const refusal = refusedNow(subject);
  if (!refusal) return { lines: [...previewOf(subject, now, zone), ...waitOf(subject)], refusal: null };
  return { lines: [], refusal: { words: payRefusal(refusal, zone, now), ...placeOf(refusal, subject) } };
}

type PreviewSubject = Parameters<typeof previewOf>[0] &
  Parameters<typeof refusedNow>[0] & {
    invoiceId: string;
    clientId: string;
    circuit: keyof typeof WAITS | 'closed';
  };

/** That the renewal does not leave at once, where the panel is stopped. */
const waitOf = ({ panelType, circuit }: PreviewSubject) =>
  panelType === 'none' || circuit === 'closed' ? [] : [{ label: 'Envio', value: WAITS[circuit] }];

const WAITS = {
  open: 'espera: o painel está parado. O pagamento fica registrado agora, e a renovação sai sozinha quando ele voltar',
  paused:
    'espera: o painel está sem créditos. O pagamento fica registrado agora, e a renovação sai quando ele for reaberto',
};

/** Where what keeps a payment from passing is mended. */
function placeOf({ reason }: Refusal, { invoiceId, clientId }: PreviewSubject) {
  switch (reason) {
    case 'already_paid':
    case 'absent':
    case 'cancelled':
      return { href: `/invoices/${invoiceId}`, label: 'Abrir a fatura' };
    case 'wrong_server':
      return { href: `/clients/${clientId}`, label: 'Abrir o cliente' };
    default:
      return { href: '/plans', label: 'Abrir Planos' };
  }
}

export const UNDONE = 'Pagamento desfeito: a fatura voltou a ficar em aberto e nada foi enviado ao painel.';
export const UNDO_REFUSALS: Record<Extract<UndoOutcome, { ok: false }>['reason'], string> = {
  absent: 'Esta fatura não existe mais. Atualize a página.',
  not_paid: 'Esta fatura não está paga.',
  too_late: 'Não dá mais para desfazer: a renovação já foi enviada ao painel.',
};
