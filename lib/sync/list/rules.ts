import type { Listed, Side } from '@/db/schema/sides';
import type { CallTrace, CustomerPage, CustomerReading, ListedCustomer } from '@/lib/panels/rules';
import { writable } from '@/lib/search';
import { HOUR_MS } from '@/lib/time';
import type { Carried } from '../reading/jobs';

/** Pages asked for beyond what was written down: what a killed run asks for again at most. */
export const PAGES = 20;
/** A list longer than this is not read to its end. */
const MOST_PAGES = 10_000;
/** Older than this a line of the list is no longer believed: the customer is asked for by name. */
export const BELIEVED_MS = HOUR_MS;

/** Whether a line can be kept under its name: one that PostgreSQL cannot write is nobody of ours. */
export const isKept = ({ username }: ListedCustomer): boolean =>
  username !== '' && username.length <= 200 && writable(username) === username;

export const listedOf = ({
  expiresAt,
  status,
  packageId,
  name,
  whatsapp,
  trial,
  expired,
}: ListedCustomer): Listed => ({
  ...{ expiresAt: expiresAt?.toISOString() ?? null, status, packageId },
  ...{ name: textOf(name), phone: textOf(whatsapp) },
  ...(trial ? { trial } : {}),
  ...(expired ? { expired } : {}),
});

const textOf = (text: string | null): string | null => (text ? writable(text.slice(0, 200)) : null);

/** The list's line as a reading of the customer; null where its date could not be read: a reading of its own may tell. */
export function readingOf(username: string, { expiresAt, status, packageId }: Side): CustomerReading | null {
  if (!expiresAt || !status) return null;
  const customer = { username, status, expiresAt: new Date(expiresAt), packageId, ownerId: null };
  return { kind: 'found', customer, trace: LISTED };
}

const LISTED: CallTrace = {
  ...{ reason: 'ok', status: null, phase: 'body', latencyMs: 0 },
  ...{ detail: null, retryAfterMs: null, movedTo: null },
};

type Owing = { owed: { failed: number; left: { of: string; tries: number }[] } };

/** How far a list goes: its pages in all, where the panel counts them and has said so. */
export type Extent = { pages: number | null };

/**
 * How far it goes after a page that counts `told`. It never goes back, or one broken answer would cut the list: beyond
 * the end of one that has become shorter pages are empty. A count below the page that says it is none.
 */
export function extended({ pages }: Extent, page: number, told: number | null): Extent {
  const most = Math.max(pages ?? 0, told ?? 0);
  return { pages: most >= page ? most : null };
}

/**
 * The pages to ask for after one, of which `heard` was heard. A panel that counts its pages is asked for several at
 * once; one that does not is asked for the next when the one before said that there is more.
 */
export function pagesAfter(
  after: number | null,
  heard: CustomerPage | null,
  { from, extent }: { from: number; extent: Extent },
): number[] | 'later' {
  const next = after === null ? from : after + 1;
  if (next > Math.min(extent.pages ?? next, MOST_PAGES)) return [];
  if (extent.pages !== null) {
    const until = Math.min(next + PAGES - 1, extent.pages, MOST_PAGES);
    return Array.from({ length: until - next + 1 }, (_, at) => next + at);
  }
  if (after === null) return [next];
  if (!heard) return 'later';
  // Beyond a page that would not be shown nobody knows how many there are.
  return heard.ok && !heard.last ? [next] : [];
}

/** The pages that a list passed over and still owes an asking. */
export const owedPages = ({ owed: { failed, left } }: Owing): Carried<number> => ({
  failed,
  left: left.map(({ of, tries }) => ({ item: Number(of), tries })),
});

/** Whether pages of the list are missing: who is not in it may still be there. */
export const isPartial = (skipped: number, { pages }: Extent): boolean =>
  skipped > 0 || (pages ?? 0) > MOST_PAGES;

/**
 * Why a customer unknown here is not taken in: the name stands here in another way, the account was left behind when its
 * client moved to another server, or it is a test, not a customer.
 */
export const OBSTACLES = ['archived', 'moved', 'other_case', 'trial'] as const;
export type Obstacle = (typeof OBSTACLES)[number];
type Line = { username: string; customer: Listed; readAt: Date };
type Stranger = Line & { reason: Obstacle | null };

/**
 * Who of a list is nobody here: whose username no client in use bears, as the panel compares it, capital by capital. The
 * nearest to an expiry at `from` first. Whom the panel calls expired is active, with the date it has.
 */
export function strangersOf(
  listed: Line[],
  ours: { username: string; archived: boolean }[],
  left: { username: string }[],
  from: Date,
): Stranger[] {
  const inUse = ours.filter((one) => !one.archived);
  const exact = new Set(inUse.map((one) => one.username));
  const folded = new Set(inUse.map((one) => one.username.toLowerCase()));
  const away = new Set(ours.filter((one) => one.archived).map((one) => one.username.toLowerCase()));
  const moved = new Set(left.map((one) => one.username.toLowerCase()));
  const distance = ({ customer: { expiresAt } }: Line) =>
    expiresAt ? Math.abs(new Date(expiresAt).getTime() - from.getTime()) : Number.MAX_SAFE_INTEGER;
  return listed
    .filter(({ username }) => !exact.has(username))
    .sort((a, b) => distance(a) - distance(b))
    .map(({ customer: { expired, ...customer }, ...of }) => {
      const line = { ...of, customer: expired ? { ...customer, status: 'active' as const } : customer };
      const name = line.username.toLowerCase();
      if (folded.has(name)) return { ...line, reason: 'other_case' };
      if (away.has(name)) return { ...line, reason: 'archived' };
      if (moved.has(name)) return { ...line, reason: 'moved' };
      return { ...line, reason: line.customer.trial ? 'trial' : null };
    });
}
