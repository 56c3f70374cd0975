import { payRefusal } from '@/lib/invoices/messages';
import { COMMON_REASONS } from '../messages';
import type { RowState, Tally } from '../rules';
import type { PayReason } from './rules';

export const ROW_WORDS: Record<RowState, string> = {
  pending: 'Na fila',
  done: 'Paga',
  skipped: 'Nada a fazer',
  failed: 'Falhou',
};

/** Why a row was skipped or failed, and what to do. */
export function rowReason(
  reason: PayReason,
  paid: { by: string; at: Date } | null,
  zone: string,
  now: Date,
): string {
  switch (reason) {
    case 'already_paid':
      return paid
        ? payRefusal({ reason, ...paid }, zone, now)
        : 'Estava paga por outra pessoa, que depois desfez o pagamento.';
    case 'undone':
      return 'O pagamento deste lote foi desfeito. Marque a fatura de novo na lista, se for o caso.';
    case 'error':
      return 'Algo deu errado do nosso lado. Tente de novo: nada é pago duas vezes.';
    case 'stopped':
      return COMMON_REASONS.stopped;
    default:
      return payRefusal({ reason }, zone, now);
  }
}

/** `48 pagas · 1 já resolvida · 1 falhou` */
export function tallyWords({ done, skipped, failed }: Tally): string {
  const parts = [
    [done, 'paga', 'pagas'],
    [skipped, 'sem nada a fazer', 'sem nada a fazer'],
    [failed, 'falhou', 'falharam'],
  ] as const;
  const told = parts.flatMap(([count, one, more]) =>
    count > 0 ? [`${count} ${count === 1 ? one : more}`] : [],
  );
  return told.join(' · ') || 'começando';
}
