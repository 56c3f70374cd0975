import type { PackageRow } from '@/lib/packages/list/queries';
import { AFTER_WORDS, countWords, SLOT_WORDS, STATE_WORDS } from '@/lib/packages/plan/messages';
import type { Progress, SlotView } from '@/lib/packages/plan/rules';
import { formatPhone } from '@/lib/phone';
import { age, dayOf, daysBetween, formatDateTime } from '@/lib/time';

/** What a row of the list says first: the views that somebody should know of, the worst first. */
const TELLING: SlotView[] = ['held', 'review', 'late', 'half', 'skipped'];

/** A package as the list shows it: plain words, made on the server so that both sides render the same. */
export function packageRow(row: PackageRow, now: Date, zone: string) {
  const { views, done, total, moving } = row.progress;
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
    moving,
    next: row.state === 'active' ? nextWords(row.progress, now, zone) : null,
    expires:
      row.state === 'active' || row.state === 'paused'
        ? { at: shortAt(row.expiresAt, now, zone), hint: endWords(row.expiresAt, now, zone) }
        : null,
  };
}

export type ShownPackage = ReturnType<typeof packageRow>;

/** When the next renewal comes; never an hour that nobody can know yet. */
function nextWords({ next, waitsFor }: Progress, now: Date, zone: string) {
  if (!next) return null;
  if (waitsFor) return { at: AFTER_WORDS[waitsFor].short, hint: 'e sai 20 h depois' };
  if (next <= now) return { at: 'Agora', hint: 'saindo' };
  return { at: shortAt(next, now, zone), hint: whenWords(next, now, zone) };
}

/** Day and hour; the year too where it is another one. */
function shortAt(at: Date, now: Date, zone: string): string {
  const [text, current] = [formatDateTime(at, zone), formatDateTime(now, zone)];
  return text.slice(5, 10) === current.slice(5, 10) ? text.slice(0, 5) + text.slice(10) : text;
}

const endWords = (at: Date, now: Date, zone: string) => (at > now ? whenWords(at, now, zone) : 'terminando');

/** How near an hour is: `em 3 h`, `amanhã`, `em 4 dias`. */
export function whenWords(at: Date, now: Date, zone: string): string {
  const days = daysBetween(dayOf(now, zone), dayOf(at, zone));
  if (days === 0) return `em ${age(now, at)}`;
  return days === 1 ? 'amanhã' : `em ${days} dias`;
}
