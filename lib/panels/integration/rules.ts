import type { ListedCustomer, Spoken } from '@/lib/panels/rules';

/** A customer's row: what the API shows of it and we take. */
export type Row = ListedCustomer & { id: string };

/** `unclear`: it may be there, or be ours. */
export type OwnRow = Row | 'absent' | 'not_ours' | 'unclear';

/** The row of exactly this name and user; the API names customers by id, so a row that names no owner is nobody's. */
export function ownRow(rows: readonly Row[], username: string, userId: string): OwnRow {
  const exact = rows.filter((row) => row.username === username);
  if (exact.length === 0) return 'absent';
  const ours = exact.find((row) => row.ownerId === userId);
  if (ours) return ours;
  return exact.some((row) => row.ownerId === null) ? 'unclear' : 'not_ours';
}

/**
 * Whether the list was the last page: no row, the last as the panel counts, or only rows of earlier pages
 * (sigma-api.md section 7); a count below the page itself is none. Remembers in `seen` the earliest page each row was on.
 */
export function isLastPage(
  ids: readonly string[],
  page: number,
  pages: number | null,
  seen: Map<string, number>,
): boolean {
  const repeated = ids.every((id) => (seen.get(id) ?? page) < page);
  for (const id of ids) seen.set(id, Math.min(page, seen.get(id) ?? page));
  return repeated || page === pages;
}

/**
 * What the first page of the list says of a login. Only rows of our own user prove that it speaks this API, and
 * only a refusal in JSON, or rows that we cannot read, that it does not: a page of the edge, a silent panel or an
 * empty list prove neither.
 */
export function spoken(
  answer: { status: number | null; json: boolean; answered: boolean },
  rows: readonly Row[] | null,
  userId: string,
): Spoken {
  if (answer.answered) return usable(rows, userId);
  return answer.json && REFUSED.has(answer.status ?? 0) ? 'no' : 'unclear';
}

// Rows of a shape unknown to us, or that never say whose they are, are of no use however often they are asked for.
function usable(rows: readonly Row[] | null, userId: string): Spoken {
  if (rows?.some((row) => row.ownerId === userId)) return 'yes';
  if (!rows || (rows.length > 0 && rows.every((row) => row.ownerId === null))) return 'no';
  return 'unclear';
}

// The webhook API has just taken the same token.
const REFUSED = new Set([401, 402, 403, 404, 405]);
