import 'server-only';
import { type ActionResult, refused } from '@/lib/result';
import type { Book } from '@/lib/sheets/schema';
import { objectionTo } from '@/lib/sheets/trial/jobs';

type Typed = { book: Book; url: string; field: string };

/**
 * Asks typed addresses before any of them is kept; null when all may be. A refusal that a second press may
 * overrule is marked with the field `anyway`.
 */
export async function tryFirst(
  userId: string,
  typed: Typed[],
  anyway: boolean,
  now: Date,
): Promise<ActionResult<never> | null> {
  const found = await Promise.all(
    typed.map(async (one) => ({ ...one, objection: await objectionTo(userId, one, anyway, now) })),
  );
  const wrong = found.flatMap(({ field, objection }) => (objection ? [{ field, ...objection }] : []));
  const [first] = wrong;
  if (!first) return null;
  const late = wrong.find(({ kind }) => kind === 'too_many');
  if (late) return refused(late.words);
  const fields = Object.fromEntries(wrong.map(({ field, words }) => [field, words]));
  if (wrong.some(({ kind }) => kind === 'forbidden')) return refused('Confira os campos destacados.', fields);
  return refused('Nada foi salvo: não há um script respondendo ali.', { ...fields, anyway: first.words });
}
