import { formatDateTime } from '@/lib/time';
import type { Spent } from './rules';

/** `12 créditos` */
export const creditsWords = (n: number): string =>
  `${n.toLocaleString('pt-BR')} ${n === 1 || n === -1 ? 'crédito' : 'créditos'}`;

/** A sum with what could not be added to it: `12 créditos e 3 sem custo informado`. */
export function spentWords({ credits, unknown }: Spent): string {
  const apart = `${unknown.toLocaleString('pt-BR')} sem custo informado`;
  if (unknown === 0) return creditsWords(credits);
  return credits === 0 ? apart : `${creditsWords(credits)} e ${apart}`;
}

/** The same under a heading that says what is counted: `12`, `12 e 3 sem custo informado`. */
export const spentFigure = ({ credits, unknown }: Spent): string =>
  [credits, ...(unknown > 0 ? [`${unknown.toLocaleString('pt-BR')} sem custo informado`] : [])]
    .map((part) => part.toLocaleString('pt-BR'))
    .join(' e ');

/** `nov. 2026`, of a month like `2026-11`: short enough to stand beside its figures on a phone. */
export const monthWords = (month: string): string =>
  `${new Intl.DateTimeFormat('pt-BR', { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  )} ${month.slice(0, 4)}`;

/** What the company reads on its own WhatsApp when a panel refuses for want of credits. Once for each stop. */
export const stopAlert = (server: string, at: Date, zone: string): string =>
  [
    `⚠️ O painel ${server} está sem créditos desde ${formatDateTime(at, zone)}.`,
    'Renovações e criações esperam e nada se perde. Compre créditos e toque em Reabrir agora, em Servidores: o que espera continua sozinho. O que já foi recusado está em Entregas.',
  ].join('\n');

/** The same while there still are some. Once for each count that a person typed. */
export const lowAlert = (server: string, left: number): string =>
  [
    `⚠️ Pela conta do UltraGestor restam ${creditsWords(Math.max(0, left))} no painel ${server}.`,
    'Nada foi parado. Confira no painel e digite o número novo em Servidores → Saúde do painel.',
  ].join('\n');

export const NO_CREDITS_BANNER = (server: string): string =>
  `O painel ${server} está sem créditos: renovações e criações esperam.`;

export const lowBanner = (server: string, left: number): string =>
  left > 0
    ? `No painel ${server} restam ${creditsWords(left)}, pela conta daqui.`
    : `No painel ${server} os créditos contados acabaram, pela conta daqui.`;
