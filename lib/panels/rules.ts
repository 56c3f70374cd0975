/**
 * The one interface every kind of panel implements. An adapter speaks one foreign system and classifies
 * its answers; it knows no invoice, no database and no clock but the one it is given.
 */

/** How far a call got before it ended (sigma-api.md section 3). */
export type Phase = 'blocked' | 'dns' | 'tcp' | 'tls' | 'bytes_written' | 'headers' | 'body';

/** Why a call ended as it did: a key of lib/panels/messages.ts, which says it in words and what to do. */
export type PanelReason =
  | 'ok'
  | 'unproved'
  | 'bad_token'
  | 'no_permission'
  | 'customer_absent'
  | 'not_ours'
  | 'package_gone'
  | 'no_credits'
  | 'validation'
  | 'refused'
  | 'capability_off'
  | 'wrong_path'
  | 'block_page'
  | 'rate_limited'
  | 'busy'
  | 'restored'
  | 'moved'
  | 'unreachable'
  | 'address_refused'
  | 'timeout'
  | 'not_a_panel'
  | 'bad_answer'
  | 'server_error'
  | 'user_not_found';

/** Evidence of one call: kept on the row it was made for, redacted. */
export type CallTrace = {
  reason: PanelReason;
  status: number | null;
  phase: Phase;
  latencyMs: number;
  /** Redacted, cut at 300 characters, plain text. */
  detail: string | null;
  retryAfterMs: number | null;
  /** The other host, when the panel answered with a redirect. */
  movedTo: string | null;
};

/** What a call that changes something did (sigma-api.md section 9). In doubt: `unknown`. */
export type MutationClass = 'applied' | 'rejected' | 'not_sent' | 'edge_block' | 'unknown';

/**
 * Whether the API itself was refused, in JSON: the path, the permission or the feature. Certainly nothing was done, and
 * another API of the same panel may do it.
 */
export const isApiRefused = ({ status, reason }: Pick<CallTrace, 'status' | 'reason'>): boolean =>
  API_REFUSALS.some(([s, r]) => status === s && reason === r);

const API_REFUSALS = [
  [402, 'capability_off'],
  [403, 'no_permission'],
  [404, 'wrong_path'],
  [405, 'wrong_path'],
  [419, 'wrong_path'],
] as const;

export type PanelCustomer = {
  username: string;
  status: 'active' | 'suspended' | 'other';
  /** The panel's own date as an instant; null when it sent none that can be read. */
  expiresAt: Date | null;
  packageId: string | null;
  /** The panel user who owns the customer, to refuse another reseller's row. */
  ownerId: string | null;
};

/** `absent` with reason `not_ours`: the name exists under another reseller; never link, renew or create it. */
export type CustomerReading =
  | { kind: 'found'; customer: PanelCustomer; trace: CallTrace }
  | { kind: 'absent'; trace: CallTrace }
  | { kind: 'unreadable'; trace: CallTrace };

/** A customer as a list shows it: what is needed to know it here too. The telephone is as the panel writes it. */
export type ListedCustomer = PanelCustomer & {
  name: string | null;
  whatsapp: string | null;
  /** Somebody who tries and has not bought; false where the panel does not say. */
  trial: boolean;
  /** In use, and over by the date alone; false where the panel does not tell it from other statuses. */
  expired: boolean;
};
/** One page of the list; `pages` in all, where the panel counts them. */
export type CustomerPage =
  | { ok: true; items: ListedCustomer[]; last: boolean; pages: number | null; trace: CallTrace }
  | { ok: false; trace: CallTrace };

export type RenewAnswer = { class: MutationClass; saidOk: boolean; expiresAt: Date | null; trace: CallTrace };
export type CreateAnswer = {
  class: MutationClass;
  /** The panel's own credentials when it returned some: they replace ours. */
  username: string | null;
  password: string | null;
  expiresAt: Date | null;
  /** What a refusal was about, when it says so. */
  refused: RefusedCredentials;
  trace: CallTrace;
};
export type RefusedCredentials = { username: boolean; password: boolean };
export const NOTHING_REFUSED: RefusedCredentials = { username: false, password: false };
export type StatusAnswer = { class: MutationClass; trace: CallTrace };

export type PanelPackage = {
  packageId: string;
  name: string;
  active: boolean;
  trial: boolean;
  priceCents: number | null;
  credits: number | null;
  duration: number | null;
  durationUnit: 'MINUTES' | 'HOURS' | 'DAYS' | 'MONTHS' | 'YEARS' | null;
  screens: number | null;
};

export type CredentialRules = {
  format: 'alphanumeric' | 'numeric';
  minLength: number;
  maxLength: number;
  timezone: string | null;
};

export type Listing<T> =
  | { ok: true; items: T[]; complete: boolean; trace: CallTrace }
  | { ok: false; trace: CallTrace };

export type NewCustomer = {
  username: string;
  password: string;
  name: string;
  email: string;
  /** E.164 or empty; the adapter writes the panel's form. */
  phone: string;
  note: string;
  packageId: string;
};

/**
 * Waits for the panel's next turn: called before every request after the first of one call (the pages of a
 * list, a reading after a change). A trace means that nothing more may be sent now: the call ends with it.
 */
export type NextTurn = () => Promise<CallTrace | null>;

/** One login on one panel. `userId` is null until `findUser` resolved it. */
export type PanelAccess = {
  baseUrl: string;
  username: string;
  userId: string | null;
  token: string;
  /** Zone of dates without an offset: the panel's own, else the reseller's. */
  timezone: string;
};

/** Whether a login speaks a kind of panel; `unclear` changes nothing. */
export type Spoken = 'yes' | 'no' | 'unclear';

export interface PanelAdapter {
  /** The panel's id of the reseller's user, by exact name; null in `userId` when the panel has no such user. */
  findUser(): Promise<{ ok: boolean; userId: string | null; trace: CallTrace }>;
  listPackages(): Promise<Listing<PanelPackage>>;
  /** Asked, harmlessly, of a kind that not every login of its family may use; a kind without it all may. */
  speaks?(): Promise<Spoken>;
  /** How this panel wants usernames and passwords, and its zone; null when it cannot be asked now. */
  credentialRules(): Promise<CredentialRules | null>;
  readCustomer(username: string): Promise<CustomerReading>;
  /**
   * One page of our user's own customers, from 1 on; only where this kind of panel has a list. A customer who is
   * not in it is not proved absent: the list may move while it is read.
   */
  listCustomers?(page: number): Promise<CustomerPage>;
  /** A blank username or password is the panel's to make. */
  createCustomer(customer: NewCustomer): Promise<CreateAnswer>;
  /** THE irreversible act. Only lib/renewals/jobs.ts may call it (checked by the architecture test). */
  renew(username: string, packageId: string): Promise<RenewAnswer>;
  setStatus(username: string, status: 'active' | 'suspended'): Promise<StatusAnswer>;
}

/** The length of a package in milliseconds; null when the panel did not say. Months count 30 days, years 365. */
export function packageLengthMs(p: Pick<PanelPackage, 'duration' | 'durationUnit'>): number | null {
  if (!p.duration || !p.durationUnit) return null;
  const hours = { MINUTES: 1 / 60, HOURS: 1, DAYS: 24, MONTHS: 720, YEARS: 8760 } as const;
  return p.duration * hours[p.durationUnit] * 3_600_000;
}

/** The package a new plan starts with: the first active one that is no trial (product.md section 4). */
export const defaultPackage = <P extends Pick<PanelPackage, 'active' | 'trial'>>(
  packages: P[],
): P | undefined => packages.find((p) => p.active && !p.trial);

/**
 * A foreign text as evidence: plain, short, without the given secrets, links (they carry logins) or anything
 * that names a secret. Never a body as it came.
 */
export function redact(text: string, secrets: readonly string[]): string | null {
  const hidden = secrets
    .filter((s) => s.length >= 3)
    .sort((a, b) => b.length - a.length)
    .reduce((out, secret) => out.replaceAll(secret, HIDDEN), text);
  const plain = hidden
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[link]')
    .replace(/\b\d+\|[a-z0-9]{16,}/gi, HIDDEN)
    .replace(
      /\b(bearer|(\w*(?:password|senha|token|secret)\w*)["']?\s*[:=])\s*["']?[^\s"',;&]+/gi,
      `$1 ${HIDDEN}`,
    )
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return plain ? [...plain].slice(0, 300).join('') : null;
}

const HIDDEN = '[oculto]';
