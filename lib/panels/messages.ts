import type { CallTrace, PanelReason } from './rules';

/**
 * What happened and what to do, in one sentence or two, as it follows "Erro na sincronização Sigma: ".
 * Nothing of the panel's own text is in here.
 */
export const PANEL_WORDS = {
  ok: 'o painel respondeu.',
  unproved: 'o painel respondeu, mas sem prova do que fez. Confira no painel antes de repetir.',
  bad_token: 'o painel recusou o token. Gere um novo token no painel e cole em Servidores.',
  no_permission:
    'o token não tem permissão para isso. Peça a permissão ao dono do painel ou use outro token.',
  customer_absent: 'este cliente não existe no painel. Vincule ou crie o cliente no painel.',
  not_ours: 'este usuário pertence a outra revenda do painel. Escolha outro nome de usuário.',
  package_gone: 'o pacote do plano não existe mais no painel. Escolha outro pacote em Planos.',
  no_credits: 'não há créditos suficientes no painel. Compre créditos e tente de novo.',
  validation: 'o painel não aceitou os dados. Corrija o cliente e tente de novo.',
  refused: 'o painel recusou o pedido. Confira o cliente e o pacote no painel.',
  capability_off: 'este recurso está desligado no painel. Peça ao dono do painel para ativar a integração.',
  wrong_path: 'o painel não conhece este endereço. Confira o endereço em Servidores.',
  block_page: 'uma página de bloqueio respondeu no lugar do painel. O painel mudou de endereço?',
  rate_limited: 'o painel pediu para esperar. O envio recomeça sozinho em instantes.',
  busy: 'painel ocupado: outros pedidos desta revenda estão na frente. Em instantes ele fica livre.',
  restored:
    'o banco foi restaurado de um backup: por alguns minutos nada é enviado, para não repetir o que já saiu.',
  moved: 'o painel mandou para outro endereço. Confirme o novo endereço em Servidores.',
  unreachable: 'o endereço do painel não responde. Confira o endereço ou espere o painel voltar.',
  address_refused: 'este endereço não pode ser usado. Informe o endereço público https do painel.',
  timeout: 'o painel não terminou de responder. Aguarde a verificação antes de repetir.',
  not_a_panel: 'o endereço respondeu, mas não é um painel Sigma. Confira o endereço em Servidores.',
  bad_answer: 'o painel respondeu algo que não dá para entender. Confira no painel o que foi feito.',
  server_error: 'o painel falhou por dentro. Aguarde a verificação antes de repetir.',
  user_not_found: 'este usuário de revenda não existe no painel. Confira o campo Usuário Revenda.',
} as const satisfies Record<PanelReason, string>;

/** The sentence with what helps this one case: the panel's own refusal, the other host, the wait. */
export function panelWords(trace: Pick<CallTrace, 'reason' | 'detail' | 'movedTo' | 'retryAfterMs'>): string {
  const said = trace.detail && SHOWS_DETAIL.has(trace.reason) ? ` O painel disse: "${trace.detail}"` : '';
  if (trace.reason === 'moved' && trace.movedTo)
    return `o painel mandou para ${trace.movedTo}. Confirme o novo endereço em Servidores.`;
  if (trace.reason === 'rate_limited' && trace.retryAfterMs)
    return `o painel pediu para esperar ${Math.ceil(trace.retryAfterMs / 1000)} s. O envio recomeça sozinho.`;
  return PANEL_WORDS[trace.reason] + said;
}

/**
 * The same for a look that a person asked for and that changes nothing (a test, a reading of packages): what
 * to do now, as nothing goes on by itself and nothing can have been done twice.
 */
export function lookWords(trace: Pick<CallTrace, 'reason' | 'movedTo' | 'retryAfterMs'>): string {
  if (trace.reason === 'moved' && trace.movedTo)
    return `o painel mandou para ${trace.movedTo}. Se este endereço é do seu painel, use-o como endereço do painel.`;
  if (trace.reason === 'rate_limited' && trace.retryAfterMs)
    return `o painel pediu para esperar ${Math.ceil(trace.retryAfterMs / 1000)} s. Depois disso, tente de novo.`;
  return { ...PANEL_WORDS, ...LOOK_WORDS }[trace.reason];
}

const ODD_ANSWER =
  'o painel respondeu algo que não dá para entender. Confira o endereço do painel e tente de novo.';
const LOOK_WORDS = {
  unproved: ODD_ANSWER,
  bad_answer: ODD_ANSWER,
  customer_absent: ODD_ANSWER,
  package_gone: ODD_ANSWER,
  not_ours: ODD_ANSWER,
  no_credits: ODD_ANSWER,
  validation: 'o painel não aceitou a leitura. Confira o Usuário Revenda e tente de novo.',
  refused: 'o painel recusou a leitura. Confira o endereço do painel e o Usuário Revenda e tente de novo.',
  moved: 'o painel mandou para outro endereço. Use o endereço final.',
  wrong_path: 'o painel não conhece este endereço. Confira o endereço do painel.',
  not_a_panel: 'o endereço respondeu, mas não é um painel Sigma. Confira o endereço do painel.',
  rate_limited: 'o painel pediu para esperar. Espere um minuto e tente de novo.',
  busy: 'painel ocupado: outros pedidos desta revenda estão na frente. Espere alguns segundos e tente de novo.',
  timeout: 'o painel não terminou de responder a tempo. Tente de novo; se repetir, espere alguns minutos.',
  server_error: 'o painel falhou por dentro. Espere alguns minutos e tente de novo.',
  unreachable:
    'o endereço do painel não responde. Confira o endereço do painel; se está certo, espere o painel voltar e tente de novo.',
} as const satisfies Partial<Record<PanelReason, string>>;

const SHOWS_DETAIL = new Set<PanelReason>(['validation', 'refused']);

/** Why a pasted panel address is refused, for the field. */
export const URL_WORDS = {
  empty: 'Informe o endereço do painel.',
  malformed: 'Este endereço não é válido. Exemplo: https://painel.exemplo.com',
  scheme: 'Use um endereço que comece com https://',
  user_info: 'Tire o usuário e a senha do endereço.',
  port: 'Esta porta não é permitida para um painel.',
  private: 'Este endereço não é público e não pode ser usado.',
} as const;

/** By which API of its panel a server is spoken to, by the panel's kind. */
export const API_LABEL: Record<string, string> = {
  sigma: 'padrão',
  integration: 'com lista de clientes',
};
