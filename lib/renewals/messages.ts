import { PANEL_WORDS } from '@/lib/panels/messages';
import { formatDate, formatDateTime, formatTime } from '@/lib/time';
import type { IntentReason, IntentState, Warning } from './rules';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
type Shown = {
  state: IntentState;
  notBefore: Date;
  attempt: number;
  expiresAfter: Date | null;
};

/** The five honest states of renewal-protocol.md section 7; never optimistic about the panel. */
export function chipOf(
  intent: Shown,
  now: Date,
  zone: string,
): { text: string; tone: Tone; undoSeconds: number | null } {
  const chip = (text: string, tone: Tone, undoSeconds: number | null = null) => ({ text, tone, undoSeconds });
  switch (intent.state) {
    case 'pending': {
      const left = Math.ceil((intent.notBefore.getTime() - now.getTime()) / 1000);
      if (left > 0 && intent.attempt === 0) return chip(`Pago · Renova em ${left} s`, 'info', left);
      return chip('Na fila', 'info');
    }
    case 'sending':
      return chip('Renovando…', 'info');
    case 'unknown':
      return chip('Verificando com o painel (não reenviar)', 'warning');
    case 'verified':
      return chip(
        intent.expiresAfter
          ? `Renovado no painel até ${formatDateTime(intent.expiresAfter, zone)}`
          : 'Renovado no painel',
        'success',
      );
    case 'cancelled':
      return chip('Desfeito', 'neutral');
    case 'closed':
      return chip('Encerrado sem prova do painel', 'warning');
    default:
      return chip('Precisa de você', 'danger');
  }
}

const OWN_WORDS: Record<Exclude<IntentReason, keyof typeof PANEL_WORDS>, string> = {
  no_panel_date: 'o painel não informou o vencimento do cliente. Confira no painel e decida abaixo.',
  renewed_by_hand: 'o vencimento no painel já avançou desde a última leitura. Alguém renovou à mão?',
  moved_oddly: 'o vencimento no painel mudou de um jeito que não é uma renovação. Confira no painel.',
  not_seen_renewed: 'o painel respondeu, mas o vencimento não avançou. Confira no painel antes de reenviar.',
  customer_vanished: 'o cliente sumiu do painel durante a renovação. Confira se ele foi apagado.',
  no_panel: 'o servidor não tem mais painel ou token. Complete a integração em Servidores.',
  circuit_open: 'o painel está fora do ar. O envio recomeça sozinho quando ele voltar.',
  circuit_paused: 'o painel está sem créditos. O envio continua quando alguém o reabrir em Servidores.',
  restored_moved:
    'o banco foi restaurado de um backup e o painel já mostra outra data: esta renovação pode ter saído antes. Confira no painel e aceite se for ela.',
  busy_customer: 'outra renovação deste cliente ainda não terminou.',
  account_being_made: 'a conta no painel ainda está sendo criada. A renovação sai sozinha depois.',
  account_not_made:
    'a conta no painel não foi criada. Resolva a criação em Entregas ou na página do cliente e tente de novo.',
};

/** What happened and what to do, as it follows a colon. */
export const reasonWords = (reason: string): string =>
  ({ ...PANEL_WORDS, ...OWN_WORDS })[reason as IntentReason] ?? 'motivo desconhecido. Confira no painel.';

/** What keeps a renewal that goes on by itself waiting: no one is about to repeat anything. */
export const waitingWords = (reason: string): string =>
  reasonWords(reason).replace(' Aguarde a verificação antes de repetir.', '');

/** What happened alone, where what to do is said elsewhere. */
export const whatHappened = (reason: string): string => reasonWords(reason).replace(/\. .*|\.$/, '');

type Waiting = Pick<Shown, 'state' | 'attempt'> & { nextRunAt: Date; restoredAt: Date | null };

/** What a renewal that goes on by itself does next, and whether anything can have been spent; null when it has ended. */
export function nextWords({ state, attempt, nextRunAt, restoredAt }: Waiting, now: Date, zone: string) {
  const day = formatDate(nextRunAt, zone);
  const at = `às ${formatTime(nextRunAt, zone)}`;
  const when = nextRunAt <= now ? 'em instantes' : day === formatDate(now, zone) ? at : `em ${day} ${at}`;
  if (state === 'unknown') return `Lemos o painel de novo ${when}.`;
  if (state !== 'pending') return null;
  // What is counted may have reached the panel; a database from a backup has forgotten what it counted.
  const spentNothing = attempt === 0 && restoredAt === null;
  return `Tentamos de novo ${when}${spentNothing ? ' · nenhum crédito gasto' : ''}.`;
}

/** The same in two words, beside a chip. */
export const TWO_RENEWALS = '2 renovações detectadas';

export const WARNINGS: Record<Warning, string> = {
  two_renewals: `${TWO_RENEWALS}: o vencimento avançou mais de um período. Confira os créditos no painel.`,
  by_hand: 'Renovado à mão por uma pessoa; o painel mostrou a nova data.',
  accepted: 'Aceito por uma pessoa: o painel já mostrava a renovação.',
};
