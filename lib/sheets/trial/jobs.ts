import 'server-only';
import type { ResellerId } from '@/db/ids';
import { type Allowance, limit } from '@/lib/limits/commands';
import { mayCallSheet, trySheet } from '../api';
import { reasonWords, trialWords } from '../messages';
import { storedUrl } from '../queries';
import type { Book } from '../schema';

export const TOO_MANY = 'Muitas tentativas seguidas. Espere um minuto e tente de novo.';
const ASKING: Allowance = { points: 10, seconds: 60 };

/** Ten tries a minute per person: a form must not become a scanner (attack S08). */
export const mayTrySheet = (userId: string, now: Date) => limit('sheet-test', userId, ASKING, now);

/** Asks a script something harmless, at the typed address or at the stored one; null when there is neither. */
export async function testSheet(
  resellerId: ResellerId,
  { book, url, sheetId }: { book: Book; url: string; sheetId: string | null },
  now: Date,
) {
  const at = url || (sheetId ? await storedUrl(resellerId, sheetId) : null);
  return at ? trySheet(at, book, now) : null;
}

/** `forbidden`: it may never be called; `silent`: no script answered; `too_many`: it could not be tried now. */
type Objection = { kind: 'forbidden' | 'silent' | 'too_many'; words: string };

/**
 * What stands against keeping a typed address, found by asking it something harmless. `anyway`: the person has
 * read that no script answered. Null: nothing.
 */
export async function objectionTo(
  userId: string,
  { book, url }: { book: Book; url: string },
  anyway: boolean,
  now: Date,
): Promise<Objection | null> {
  if (!mayCallSheet(url)) return { kind: 'forbidden', words: reasonWords('address_refused') };
  if (anyway) return null;
  if (!(await mayTrySheet(userId, now)).allowed) return { kind: 'too_many', words: TOO_MANY };
  const found = await trySheet(url, book, now);
  const { ok, words } = trialWords(found);
  if (ok) return null;
  return { kind: 'reason' in found && found.reason === 'address_refused' ? 'forbidden' : 'silent', words };
}
