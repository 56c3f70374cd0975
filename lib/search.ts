/** Lower-case, without accents, one space between words: how names are kept for searching and how a search is read. */
export const fold = (text: string): string =>
  writable(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** Without what PostgreSQL cannot keep: NUL, and halves of a surrogate pair. */
export const writable = (text: string): string => text.replace(/\p{Surrogate}/gu, '').replaceAll('\0', '');

type Findable = { name: string; username: string; email: string | null; phone: string | null };

/**
 * What a client is found by. The phone stands there as the digits of its E.164 form, which end with the
 * national ones: `(11) 99999-9999`, `99999-9999` and the last four digits all find it.
 */
export const searchText = (c: Findable): string =>
  fold([c.name, c.username, c.email ?? '', (c.phone ?? '').replace(/\D/g, '')].join(' '));

/** A typed search as the pieces that must all occur; a phone in any spelling is one piece of digits. */
export function searchTerms(typed: string): string[] {
  const text = fold(typed.slice(0, 100));
  if (/^\+?[\d\s().-]+$/.test(text)) {
    const digits = text.replace(/\D/g, '').replace(/^0+(?=\d{4})/, '');
    return digits ? [digits] : [];
  }
  return text.split(' ').filter(Boolean).slice(0, 6);
}

/** A piece as a LIKE pattern that finds it anywhere. */
export const likePattern = (term: string): string => `%${term.replace(/[\\%_]/g, '\\$&')}%`;
