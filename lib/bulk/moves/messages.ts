import type { Stay } from './rules';

/** Why some stay, before the press, with how many and who. */
export const STAY_WORDS: Record<Stay, string> = {
  archived: 'Arquivados',
  already: 'Já estão neste servidor',
  no_username: 'Sem usuário no cadastro',
  renewing: 'Com renovação paga em andamento',
  account_busy: 'Com mudança no painel ainda não confirmada',
  name_taken: 'Usuário já usado no servidor de destino',
  other_plan: 'Sem plano escolhido no destino',
};
