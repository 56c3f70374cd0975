import { z } from 'zod';
import type { CredentialRules, PanelCustomer, PanelPackage, RefusedCredentials } from '@/lib/panels/rules';
import { wallClock } from '@/lib/time';
import { EXPIRY_FIELDS, missesCustomer, panelInstant } from './rules';

/**
 * The shapes of a Sigma panel's answers. Every shape is a projection: what is not named here (passwords, m3u
 * and playlist links, other resellers) is dropped at the edge and goes nowhere.
 */

/**
 * The rows of an answer in any of its envelopes: root, `data` object or array, `{customer}`; [] when empty. What stands in
 * an array is a row, also one of nothing: only an empty answer says that nobody is there (sigma-api.md section 5.3).
 */
export function rowsOf(body: unknown, depth = 0): unknown[] {
  if (body === null || body === undefined) return [];
  if (typeof body !== 'object' || depth > 4) return [body];
  if (Array.isArray(body))
    return body.flatMap((item) => {
      const rows = rowsOf(item, depth + 1);
      return rows.length > 0 ? rows : [item];
    });
  const object: Record<string, unknown> = { ...body };
  if (Object.keys(object).length === 0) return [];
  for (const key of ['data', 'customer'])
    if (key in object && !(object[key] === null && object.username)) return rowsOf(object[key], depth + 1);
  return [object];
}

/** A text, or a number the panel sent in its place; null for anything else. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((v) => v ?? null);
const whole = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(0).max(2_000_000_000))
  .nullish()
  .catch(null)
  .transform((v) => v ?? null);
export const upper = text.transform((v) => v?.toUpperCase() ?? null);

const expiryShape = z.object(Object.fromEntries(EXPIRY_FIELDS.map((f) => [f, z.unknown().optional()])));
const customerShape = z.object({ username: text, status: upper, package_id: text, user_id: text });
const createdShape = z.object({ username: text, password: text });
const userShape = z.object({ id: text, username: text });

/**
 * The customer of exactly this name, ours first; `unclear` when the answer is without it, and tells of an error or has a
 * row that cannot be read, which may be the very one.
 */
export function customerOf(
  body: unknown,
  { username, userId, zone }: { username: string; userId: string | null; zone: string },
): PanelCustomer | 'absent' | 'not_ours' | 'unclear' {
  const rows = rowsOf(body);
  const read = rows.flatMap((row) => {
    const parsed = customerShape.safeParse(row);
    return parsed.success && parsed.data.username ? [{ ...parsed.data, expiresAt: expiryOf(row, zone) }] : [];
  });
  // The filter may be partial: `ana` also brings `ana2`.
  const exact = read.filter((row) => row.username === username);
  if (exact.length === 0) return saysError(body) || read.length < rows.length ? 'unclear' : 'absent';
  const ours = exact.find((row) => !userId || !row.user_id || row.user_id === userId);
  if (!ours) return 'not_ours';
  return {
    username,
    status: statusOf(ours.status),
    expiresAt: ours.expiresAt,
    packageId: ours.package_id,
    ownerId: ours.user_id,
  };
}

/** Whether a 2xx tells of an error of the panel's: it says nothing of the customer, unless it names one. */
export function saysError(body: unknown): boolean {
  const { error, success } = errorShape.safeParse(body).data ?? {};
  return (!!error || success === false) && !missesCustomer(messageOf(body).toLowerCase());
}

const errorShape = z.object({ error: z.unknown().optional(), success: z.unknown().optional() });

/** A status in capitals as we know it. */
export const statusOf = (said: string | null): PanelCustomer['status'] =>
  said === 'ACTIVE' ? 'active' : said === 'INACTIVE' ? 'suspended' : 'other';

/** The expiry of one row: the first of its fields that can be read. */
export function expiryOf(row: unknown, zone: string): Date | null {
  const parsed = expiryShape.safeParse(row);
  if (!parsed.success) return null;
  for (const field of EXPIRY_FIELDS) {
    const at = panelInstant(parsed.data[field], zone);
    if (at) return at;
  }
  return null;
}

/** The new expiry in the answer to a renewal, when it is about this customer. */
export function renewedUntil(body: unknown, username: string, zone: string): Date | null {
  const rows = rowsOf(body);
  const about = rows.find((row) => nameOf(row) === username);
  const only = rows.length === 1 && nameOf(rows[0]) === null ? rows[0] : undefined;
  if (!about && !only && rows.length > 0) return null;
  return expiryOf(about ?? only, zone) ?? expiryOf(body, zone);
}

/** What a creation returned: the row of our name, else the only one; null without a username. */
export function createdOf(body: unknown, username: string, zone: string) {
  const rows = rowsOf(body);
  const row = rows.find((r) => nameOf(r) === username) ?? (rows.length === 1 ? rows[0] : undefined);
  const parsed = createdShape.safeParse(row);
  if (!parsed.success || !parsed.data.username?.trim()) return null;
  const { password } = parsed.data;
  return { username: parsed.data.username, password: password || null, expiresAt: expiryOf(row, zone) };
}

const nameOf = (row: unknown): string | null => {
  const parsed = createdShape.safeParse(row);
  return parsed.success ? parsed.data.username : null;
};

/** The users of one page; null when the rows are no users. */
export function usersOf(body: unknown): { id: string; username: string }[] | null {
  const rows = rowsOf(body);
  const users = rows.flatMap((row) => {
    const { id, username } = userShape.safeParse(row).data ?? {};
    return id && username ? [{ id, username }] : [];
  });
  return rows.length > 0 && users.length === 0 ? null : users;
}

/** A yes or no in one of the forms seen; no where it is missing. */
export const yes = z
  .union([z.boolean().transform((b) => (b ? 'YES' : 'NO')), upper])
  .transform((said) => ['YES', '1', 'TRUE'].includes(said ?? ''));

const packageShape = z.object({
  id: text,
  name: text,
  status: upper,
  is_trial: yes,
  plan_price: whole,
  credits: whole,
  duration: whole,
  duration_in: upper,
  connections: whole,
});

/** The packages of one page; null when the rows are no packages. */
export function packagesOf(body: unknown): PanelPackage[] | null {
  const rows = rowsOf(body);
  const packages = rows.flatMap((row) => {
    const p = packageShape.safeParse(row).data;
    return p?.id && p.name ? [packageOf({ ...p, id: p.id, name: p.name })] : [];
  });
  return rows.length > 0 && packages.length === 0 ? null : packages;
}

const packageOf = (p: z.output<typeof packageShape> & { id: string; name: string }): PanelPackage => ({
  packageId: p.id,
  name: p.name.slice(0, 200),
  active: p.status === null || p.status === 'ACTIVE',
  trial: p.is_trial,
  priceCents: p.plan_price,
  credits: p.credits,
  duration: p.duration,
  durationUnit: UNITS.find((u) => u === p.duration_in) ?? null,
  screens: p.connections,
});

const UNITS = ['MINUTES', 'HOURS', 'DAYS', 'MONTHS', 'YEARS'] as const;

const lastPageShape = z.object({
  last_page: whole,
  meta: z.object({ last_page: whole }).nullish().catch(null),
});

/** The number of the last page, when the paginator says it. */
export function lastPageOf(body: unknown): number | null {
  const parsed = lastPageShape.safeParse(body).data;
  return parsed?.meta?.last_page ?? parsed?.last_page ?? null;
}

const MIN = 'minimum_number_of_characters_username_password';
const MAX = 'maximum_number_of_characters_username_password';
const settingsShape = z.object({
  username_format: text,
  [MIN]: whole,
  [MAX]: whole,
  server_timezone: text,
});

const DEFAULTS: CredentialRules = { format: 'alphanumeric', minLength: 8, maxLength: 12, timezone: null };

/** The panel's rules for usernames and passwords, kept within what makes sense; defaults for what is missing. */
export function credentialRulesOf(body: unknown): CredentialRules {
  const s = settingsShape.safeParse(rowsOf(body)[0]).data;
  if (!s) return DEFAULTS;
  const within = (n: number | null, fallback: number) => Math.min(32, Math.max(4, n ?? fallback));
  const minLength = within(
    s[MIN],
    s[MAX] === null ? DEFAULTS.minLength : Math.min(s[MAX], DEFAULTS.minLength),
  );
  const zone = s.server_timezone;
  return {
    format: /^numeric|digits/i.test(s.username_format ?? '') ? 'numeric' : 'alphanumeric',
    minLength,
    maxLength: Math.max(minLength, within(s[MAX], DEFAULTS.maxLength)),
    timezone: zone && wallClock('2026-01-01T00:00:00', zone) ? zone : null,
  };
}

const messageShape = z.object({
  message: text,
  error: z.union([z.object({ message: text }), text]).catch(null),
  errors: z
    .record(z.string(), z.union([z.array(z.string()), z.string()]))
    .optional()
    .catch(undefined),
});

/** What a panel says in a refusal: its message and, after it, each field's. */
export function messageOf(body: unknown): string {
  const m = messageShape.safeParse(rowsOf(body)[0] ?? body).data ?? messageShape.safeParse(body).data;
  if (!m) return '';
  const error = m.error && typeof m.error === 'object' ? m.error.message : m.error;
  const fields = Object.entries(m.errors ?? {}).map(
    ([field, said]) => `${field} — ${[said].flat().join(' ')}`,
  );
  return [m.message, error, ...fields].filter(Boolean).join(' · ');
}

/** Which credentials a validation refuses: by its fields, else by its words. */
export function refusedCredentials(body: unknown): RefusedCredentials {
  const { errors } = messageShape.safeParse(rowsOf(body)[0] ?? body).data ?? {};
  const about = errors ? Object.keys(errors).join(' ') : messageOf(body);
  return { username: /user_?name|usu[aá]rio/i.test(about), password: /password|senha/i.test(about) };
}
