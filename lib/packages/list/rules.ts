/** What the list can show; the first is what it shows unasked. */
export const VIEWS = ['active', 'late', 'needs', 'paused', 'closed', 'all'] as const;
type View = (typeof VIEWS)[number];

/** Views of what runs are in the order of their end, the others newest first. */
export const isByEnd = (view: View): boolean => view !== 'closed' && view !== 'all';

/** A typed search: digits may be of a number or of a reference, anything else is of a reference. */
export function readSearch(typed: string | undefined): { ref: string; digits: string | null } | null {
  const text = (typed ?? '').normalize('NFKC').trim();
  if (!text) return null;
  const bare = text.replace(/[\s().+-]/g, '');
  const digits = /^\d+$/.test(bare) ? bare.replace(/^0+(?=\d{4})/, '') : null;
  return { ref: text.replace(/\s+/g, '').toUpperCase(), digits };
}
