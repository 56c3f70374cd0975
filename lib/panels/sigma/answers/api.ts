import {
  type CallTrace,
  type CreateAnswer,
  type Listing,
  NOTHING_REFUSED,
  type RenewAnswer,
} from '@/lib/panels/rules';
import { createdOf, lastPageOf, refusedCredentials, renewedUntil, rowsOf, saysError } from '../schema';
import { type Question, type Reply, type SigmaDeps, unsent } from '../wire/api';

/** What the answers to a renewal, a creation and a list mean: the same in both of a Sigma panel's APIs. */

/** The answer to a creation: `applied` only with a username in it (sigma-api.md section 9). */
export function createAnswer(reply: Reply, username: string, zone: string): CreateAnswer {
  const { verdict, body, trace } = reply;
  if (verdict.mutation === 'rejected') {
    // Only a validation names fields (section 9); any other refusal is about something else.
    const refused = verdict.reason === 'validation' ? refusedCredentials(body) : NOTHING_REFUSED;
    return { ...NOTHING_CREATED, class: 'rejected', refused, trace };
  }
  if (verdict.mutation !== 'answered') return { ...NOTHING_CREATED, class: verdict.mutation, trace };
  const created = createdOf(body, username, zone);
  if (!created) return { ...NOTHING_CREATED, class: 'unknown', trace: { ...trace, reason: 'unproved' } };
  return { ...NOTHING_CREATED, ...created, class: 'applied', trace };
}

/** A creation of which nothing was sent. */
export const unsentCreation = (trace: CallTrace): CreateAnswer => ({
  ...NOTHING_CREATED,
  class: 'not_sent',
  trace,
});

const NOTHING_CREATED = { username: null, password: null, expiresAt: null, refused: NOTHING_REFUSED };

/** The answer to a renewal: a new date is its proof; how far it moved is for the caller, who knows the one before. */
export function renewAnswer(reply: Reply, username: string, zone: string): RenewAnswer {
  const { verdict, body, trace } = reply;
  if (verdict.mutation !== 'answered')
    return { class: verdict.mutation, saidOk: false, expiresAt: null, trace };
  const expiresAt = renewedUntil(body, username, zone);
  if (expiresAt) return { class: 'applied', saidOk: true, expiresAt, trace };
  return { class: 'unknown', saidOk: true, expiresAt, trace: { ...trace, reason: 'unproved' } };
}

/** A renewal of which nothing was sent. */
export const unsentRenewal = (trace: CallTrace): RenewAnswer => ({
  class: 'not_sent',
  saidOk: false,
  expiresAt: null,
  trace,
});

/** Pages of one list that are read (section 7). */
export const MAX_PAGES = 20;

/**
 * All pages of a list: until an empty one, the last as the panel counts, or only known ids (section 7). It is complete
 * when no page before the last is missing and every row could be read: only then it tells that something is not in it.
 */
export async function listed<T>(
  ask: (q: Question) => Promise<Reply>,
  deps: SigmaDeps,
  path: string,
  query: Record<string, string>,
  itemsOf: (body: unknown) => T[] | null,
  idOf: (item: T) => string,
  enough: (item: T) => boolean = () => false,
): Promise<Listing<T>> {
  const items = new Map<string, T>();
  let first: CallTrace | undefined;
  // A count never goes back: one broken answer would make an end of any page.
  let [pages, whole] = [0, true];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const held = page > 1 ? await deps.nextTurn() : null;
    if (held) return { ok: false, trace: held };
    const { verdict, body, trace } = await ask({
      path,
      query: page > 1 ? { ...query, page: `${page}` } : query,
    });
    if (verdict.read !== 'answered') return { ok: false, trace };
    const found = itemsOf(body);
    if (!found) return { ok: false, trace: { ...trace, reason: 'not_a_panel' } };
    pages = Math.max(pages, lastPageOf(body) ?? 0);
    // A page that should have some and shows none was not shown.
    if (found.length === 0 && (page < pages || saysError(body)))
      return { ok: false, trace: { ...trace, reason: 'bad_answer' } };
    whole &&= found.length === rowsOf(body).length;
    first ??= trace;
    const fresh = found.filter((item) => !items.has(idOf(item)));
    for (const item of fresh) items.set(idOf(item), item);
    if (fresh.length === 0 || page === pages || fresh.some(enough))
      return { ok: true, items: [...items.values()], complete: whole && page >= pages, trace: first };
  }
  return { ok: true, items: [...items.values()], complete: false, trace: first ?? unsent('bad_answer') };
}
