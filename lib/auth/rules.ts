import type { ResellerId } from '@/db/ids';
import type { Currency } from '@/lib/money';
import type { Country } from '@/lib/phone';

export type Role = 'admin' | 'owner' | 'operator' | 'viewer';

/** A signed-in person, proven by lib/auth/gates. Also a `Doer` of the audit. */
export type Actor = {
  userId: string;
  userName: string;
  role: Role;
  resellerId: ResellerId;
  reseller: { name: string; country: Country; currency: Currency; locale: string; timezone: string };
};

const RANK: Record<Role, number> = { viewer: 0, operator: 1, owner: 2, admin: 3 };

/** Whether a role may do what needs at least `least`. */
export const allows = (role: Role, least: Role): boolean => RANK[role] >= RANK[least];

const SESSION_COOKIE = 'ultragestor.session';

/** The session cookie's name: bound to this very host when the connection is https (attack S27). */
export const sessionCookie = (https: boolean): string =>
  https ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;

/** Whether the visitor's connection is https, by the header the server or its proxy sets on every request. */
export const isHttps = (headers: Headers): boolean =>
  headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';

/**
 * Whether a request that changes something comes from our own pages (attacks S22, S23). A browser says so in
 * Sec-Fetch-Site, which no page can forge, or in an Origin of this very host; who says neither is refused.
 * `trustProxy` reads the host a reverse proxy forwarded.
 */
export function sameOrigin(headers: Headers, trustProxy = false): boolean {
  const site = headers.get('sec-fetch-site');
  if (site && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return site === 'same-origin';
  const host = (trustProxy && headers.get('x-forwarded-host')) || headers.get('host');
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** Where to go after sign-in: a path of this site, or the first page (attack S26). */
export function safeReturn(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return '/';
  const base = 'http://ultragestor.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  if (url?.origin !== base || /[\\]/.test(wanted) || url.pathname.startsWith('//')) return '/';
  return url.pathname.startsWith('/login') || url.pathname.startsWith('/api/')
    ? '/'
    : url.pathname + url.search;
}

/** Whether a host name or address means this very machine. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$|^::1$/.test(host.toLowerCase());

/**
 * The key under which an address is counted: an IPv4 address, or the /64 an IPv6 address lies in, because
 * one customer of a provider holds all of it.
 */
export function addressKey(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (v4) return v4;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':');
}

/**
 * Whose request it is, for counting: the platform's own header on Vercel, the last hop that a trusted proxy
 * wrote, else the socket's address as `markAddresses` put it there. A visitor's X-Forwarded-For is not
 * believed (attack S25).
 */
export function clientAddress(
  headers: Headers,
  trust: { vercel: boolean; proxy: boolean; marked: boolean },
): string {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  if (trust.vercel) return addressKey(headers.get('x-real-ip') ?? forwarded ?? 'unknown');
  if (trust.proxy && forwarded) return addressKey(forwarded);
  return trust.marked ? addressKey(headers.get(ADDRESS_HEADER) ?? 'unknown') : 'unknown';
}

export const ADDRESS_HEADER = 'x-ultragestor-address';
