import type { AccountState, ChargeReason } from './rules';

export const ACCOUNT_WORDS: Record<AccountState, string> = {
  ok: 'Conectado',
  unauthorized: 'Token recusado',
  unreachable: 'Sem resposta',
};

export const ACCOUNT_HELP: Record<Exclude<AccountState, 'ok'>, string> = {
  unauthorized: 'O Mercado Pago recusou o token. Copie o Access Token de produção e salve de novo.',
  unreachable: 'O Mercado Pago não respondeu. As faturas mostram o PIX da sua chave até ele voltar.',
};

/** What became of an invoice's PIX, for the reseller. */
export const CHARGE_WORDS = {
  creating: 'sendo criado',
  pending: 'aguardando o pagamento',
  paid: 'pago e conferido',
  ended: 'encerrado sem pagamento',
  review: 'precisa de você',
  resolved: 'resolvido por vocês',
} as const;

const REASONS: Record<ChargeReason, string> = {
  unauthorized: 'O Mercado Pago recusou o token da conta. Confira em Configurações → Pagamentos.',
  refused: 'O Mercado Pago recusou criar o PIX. Confira a conta em Configurações → Pagamentos.',
  unreachable: 'O Mercado Pago não respondeu; o cliente viu o PIX da sua chave.',
  not_found: 'O Mercado Pago não conhece este pagamento.',
  expired: 'O código venceu sem pagamento.',
  cancelled: 'O Mercado Pago cancelou a cobrança.',
  refunded: 'O valor foi devolvido ou contestado no Mercado Pago. Decida o que fazer com a renovação.',
  amount: 'O valor pago não é o da fatura. Confira no Mercado Pago e marque como paga se estiver certo.',
  currency: 'O pagamento não veio em reais. Confira no Mercado Pago.',
  reference: 'O pagamento está com a referência de outra cobrança. Confira no Mercado Pago.',
  paid_twice: 'O PIX foi pago, mas a fatura já estava paga. Devolva no Mercado Pago ou dê outro mês.',
  undone: 'O PIX foi pago e alguém desfez o pagamento aqui. Marque como paga ou devolva no Mercado Pago.',
  invoice_gone: 'O PIX foi pago, mas a fatura foi cancelada. Devolva no Mercado Pago ou crie outra fatura.',
  plan_blocked:
    'O PIX foi pago, mas o plano não tem pacote que se possa vender. Corrija o plano: a fatura é paga sozinha em 10 minutos. Se não for, marque como paga.',
};

export const chargeReason = (reason: string | null): string | null =>
  reason && Object.hasOwn(REASONS, reason) ? REASONS[reason as ChargeReason] : null;

/** For the visitor, who can do nothing about it but pay in another way. */
export const VISITOR_TROUBLE =
  'O PIX com confirmação automática está fora do ar agora. Você pode pagar pelo código abaixo: a confirmação é feita pela empresa.';
export const VISITOR_TROUBLE_NO_KEY =
  'O PIX está fora do ar agora. Tente de novo em um minuto ou fale com a empresa.';
