import { type Currency, formatMoney } from '@/lib/money';
import { creditsWords } from '@/lib/servers/credits/messages';
import { people } from '@/lib/words';
import type { Stay } from './rules';

type Plan = { days: number; priceCents: number; credits?: number | null };

/** `30 dias · R$ 35,00 · 1 crédito`: what tells one plan from another before a move. */
export const termsWords = ({ days, priceCents, credits }: Plan, currency: Currency): string =>
  [
    days === 1 ? '1 dia' : `${days} dias`,
    formatMoney({ cents: priceCents, currency }),
    ...(typeof credits === 'number' ? [creditsWords(credits)] : []),
  ].join(' · ');

/** What the button does: everybody chosen, or how many of them. */
export const moveWords = ({ count, chosen }: { count: number; chosen: number }): string =>
  count < chosen
    ? `Mover ${count.toLocaleString('pt-BR')} de ${chosen.toLocaleString('pt-BR')}`
    : `Mover ${people(count)}`;

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
