import type { PackageProblem } from './rules';

/** Why the package of a plan cannot be sold, and the way out. */
export const PACKAGE_PROBLEMS: Record<PackageProblem, string> = {
  unset: 'Escolha o pacote do painel que este plano renova.',
  gone: 'Este pacote não existe mais no painel. Escolha outro.',
  inactive: 'Este pacote está inativo no painel e não pode ser vendido. Escolha outro ou ative-o no painel.',
  trial: 'Este pacote é um teste e não pode ser vendido. Escolha um pacote pago.',
};

export const PLAN_ABSENT = 'Este plano não existe mais.';
export const SERVER_ABSENT = 'Este servidor não existe mais. Escolha outro.';

export const SERVER_AWAY = 'O servidor deste plano está arquivado. Restaure o servidor antes.';

/** Why a plan cannot be archived, or moved to another server, yet. */
export const planInUse = (clients: number, act: 'archive' | 'move'): string => {
  const who = clients === 1 ? '1 cliente usa este plano' : `${clients} clientes usam este plano`;
  return act === 'archive'
    ? `${who}. Mude o plano deles antes de arquivar.`
    : `${who}, e cada cliente fica no seu servidor. Crie outro plano para o outro servidor.`;
};
