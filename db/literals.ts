import { type SQL, sql } from 'drizzle-orm';

/**
 * Words of our own, such as states, as a list for `in`, in literals: by them a partial index is known to fit, by bound values
 * it may not be. Never what somebody typed.
 */
export const literals = (words: readonly string[]): SQL =>
  sql.raw(`(${words.map((word) => `'${word}'`).join(', ')})`);
