import type { PackageRow } from '@/lib/packages/list/queries';
import { countWords, SLOT_WORDS, STATE_WORDS } from '@/lib/packages/plan/messages';
import type { SlotView } from '@/lib/packages/plan/rules';
import { formatPhone } from '@/lib/phone';
import { age, dayOf, daysBetween, formatDateTime } from '@/lib/time';

/** What a row of the list says first: the views that somebody should know of, the worst first. */
const TELLING: SlotView[] = ['held', 'review', 'late', 'half', 'skipped'];

/** A package as the list shows it: plain words, made on the server so that both sides render the same. */
export function packageRow(row: PackageRow, now: Date, zone: string) {
  const { views, done, total, next } = row.progress;
  const notes = TELLING.flatMap((view) => {
    const words = countWords(view, views.filter((v) => v === view).length);
    return words && views.includes(view) ? [{ words, tone: SLOT_WORDS[view].tone }] : [];
  });
  return {
    id: row.id,
    number: formatPhone(row.number),
    reference: row.reference,
    group: row.groupName,
    type: row.typeName,
    state: STATE_WORDS[row.state],
    notes,
    views,
    done,
    total,
    next: row.state === 'active' ? nextWords(next, row.expiresAt, now, zone) : null,
  };
}

export type ShownPackage = ReturnType<typeof packageRow>;

/** When the next renewal comes; without one, when the package ends. */
function nextWords(next: Date | null, expiresAt: Date, now: Date, zone: string) {
  if (!next)
    return { at: formatDateTime(expiresAt, zone), hint: expiresAt > now ? 'fim do pacote' : 'terminando' };
  if (next <= now) return { at: formatDateTime(next, zone), hint: 'saindo agora' };
  return { at: formatDateTime(next, zone), hint: whenWords(next, now, zone) };
}

/** How near an hour is: `em 3 h`, `amanhã`, `em 4 dias`. */
export function whenWords(at: Date, now: Date, zone: string): string {
  const days = daysBetween(dayOf(now, zone), dayOf(at, zone));
  if (days === 0) return `em ${age(now, at)}`;
  return days === 1 ? 'amanhã' : `em ${days} dias`;
}
