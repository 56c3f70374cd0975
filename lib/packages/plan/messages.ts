import type { SubscriptionState } from '../rules';
import type { Confirmer, LateReason, SlotView } from './rules';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** A package's state in a word. */
export const STATE_WORDS: Record<SubscriptionState, { label: string; tone: Tone }> = {
  active: { label: 'Ativo', tone: 'success' },
  paused: { label: 'Pausado', tone: 'warning' },
  cancelled: { label: 'Cancelado', tone: 'neutral' },
  ended: { label: 'Encerrado', tone: 'neutral' },
};

/** One renewal's state in words. */
export const SLOT_WORDS: Record<SlotView, { label: string; tone: Tone }> = {
  scheduled: { label: 'Agendada', tone: 'neutral' },
  late: { label: 'Atrasada', tone: 'danger' },
  paused: { label: 'Pausada', tone: 'warning' },
  sending: { label: 'A caminho', tone: 'info' },
  half: { label: 'Metade entregue', tone: 'warning' },
  delivered: { label: 'Entregue', tone: 'success' },
  delivered_late: { label: 'Entregue com atraso', tone: 'success' },
  skipped: { label: 'Pulada', tone: 'neutral' },
  held: { label: 'Espera sua decisão', tone: 'danger' },
  review: { label: 'Precisa de você', tone: 'danger' },
  cancelled: { label: 'Cancelada', tone: 'neutral' },
};

/** Why a renewal is or was late. */
export const LATE_WORDS: Record<LateReason, string> = {
  before: 'espera a anterior, que ainda não chegou; entre duas passam pelo menos 20 h',
  spacing: 'a anterior saiu tarde, e entre duas renovações passam pelo menos 20 h',
  sheet: 'saiu na hora, mas a planilha ou o celular demorou',
  held: 'ficou à espera da decisão de uma pessoa',
  stopped: 'na hora dela o envio estava parado',
};

/** When a renewal goes out whose hour hangs on the confirmation of the one before; `short` for a list. */
export const AFTER_WORDS: Record<Confirmer, { long: string; short: string }> = {
  phone: { long: '20 h depois que o celular confirmar', short: 'espera o celular' },
  sheet: { long: '20 h depois que a planilha confirmar', short: 'espera a planilha' },
};

/** How many of these renewals, in words: `2 atrasadas`. Null for views that ask nothing of anybody. */
export function countWords(view: SlotView, n: number): string | null {
  const many = MANY[view];
  return many ? `${n} ${n === 1 ? many[0] : many[1]}` : null;
}

const MANY: Partial<Record<SlotView, [string, string]>> = {
  late: ['atrasada', 'atrasadas'],
  half: ['pela metade', 'pela metade'],
  held: ['espera você', 'esperam você'],
  review: ['em conferência', 'em conferência'],
  skipped: ['pulada', 'puladas'],
};

/** A length of time in one or two units: `35 min`, `3 h 20 min`, `2 d 4 h`. */
export function lengthWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
