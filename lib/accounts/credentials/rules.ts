import type { CredentialRules, RefusedCredentials } from '@/lib/panels/rules';

/**
 * Where a client's username or password comes from: `fixed` is a person's or an existing account's and never
 * changes here; `ruled` we made to the panel's rules; `guessed` we made without them; `panel` was made by us
 * and refused, so the panel makes its own (sigma-api.md section 5.4).
 */
export type CredentialSource = 'fixed' | 'ruled' | 'guessed' | 'panel';
export type Sources = { usernameFrom: CredentialSource; passwordFrom: CredentialSource };

/** What fits every panel known so far when this one cannot be asked (sigma-api.md section 5.4). */
export const PLAIN: CredentialRules = { format: 'alphanumeric', minLength: 8, maxLength: 12, timezone: null };

/** Letters and digits that cannot be mistaken for one another when read aloud or typed on a remote control. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';
const DIGITS = '0123456789';
const USERNAME_LENGTH = 9;
const PASSWORD_LENGTH = 10;

/** A number from 0 up to and without `below`, from a secure source. */
type Pick = (below: number) => number;

/** A username the panel accepts; it starts with no zero, which spreadsheets would drop. */
export const generateUsername = (rules: CredentialRules, pick: Pick): string =>
  generate(rules, USERNAME_LENGTH, pick);

/** A password the panel accepts. */
export const generatePassword = (rules: CredentialRules, pick: Pick): string =>
  generate(rules, PASSWORD_LENGTH, pick);

function generate(rules: CredentialRules, wanted: number, pick: Pick): string {
  const letters = rules.format === 'numeric' ? DIGITS : CLEAR;
  const first = rules.format === 'numeric' ? DIGITS.slice(1) : CLEAR;
  const length = Math.min(Math.max(wanted, rules.minLength), Math.max(rules.maxLength, 1));
  const one = (from: string) => from[pick(from.length)] ?? '';
  return one(first) + Array.from({ length: length - 1 }, () => one(letters)).join('');
}

/** Whether a username or password made earlier is one this panel accepts. */
export const fits = (made: string, rules: CredentialRules): boolean =>
  made.length >= rules.minLength &&
  made.length <= rules.maxLength &&
  (rules.format !== 'numeric' || /^\d+$/.test(made));

/** Whether something here was made without the panel's rules. */
export const isGuessed = ({ usernameFrom, passwordFrom }: Sources): boolean =>
  usernameFrom === 'guessed' || passwordFrom === 'guessed';

/**
 * What the panel shall make itself after it refused ours; null when it refused nothing of ours, or what it
 * had to make already.
 */
export function cededToPanel(refused: RefusedCredentials, from: Sources): Partial<Sources> | null {
  const ours = (source: CredentialSource) => source === 'ruled' || source === 'guessed';
  const ceded: Partial<Sources> = {
    ...(refused.username && ours(from.usernameFrom) ? { usernameFrom: 'panel' } : {}),
    ...(refused.password && ours(from.passwordFrom) ? { passwordFrom: 'panel' } : {}),
  };
  return Object.keys(ceded).length > 0 ? ceded : null;
}
