import type { Act, CommonReason } from './rules';

/** How a batch is called: over its page and in the line that leads back to it. */
export const ACT_WORDS: Record<Act, string> = {
  pay: 'Pagamento em lote',
  suspend: 'Suspensão em lote',
  activate: 'Reativação em lote',
  plan: 'Mudança de plano em lote',
  archive: 'Arquivamento em lote',
  restore: 'Restauração em lote',
  message: 'Mensagem em lote',
  move: 'Mudança de servidor em lote',
};

export const COMMON_REASONS: Record<CommonReason, string> = {
  error: 'Algo deu errado do nosso lado. Tente de novo: nada é feito duas vezes.',
  stopped: 'O lote foi parado antes de chegar aqui.',
};
