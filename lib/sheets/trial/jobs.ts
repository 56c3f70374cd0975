import 'server-only';
import type { ResellerId } from '@/db/ids';
import { type Allowance, limit } from '@/lib/limits/commands';
import { trySheet } from '../api';
import { storedUrl } from '../queries';
import type { Book } from '../schema';

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
