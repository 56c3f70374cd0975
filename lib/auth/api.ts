import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { headers } from 'next/headers';
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { env } from '../env';
import { minutesUntil } from '../limits/rules';
import { log } from '../log';
import { type SignIn, signIn } from './commands';
import { actorOf } from './queries';
import { ADDRESS_HEADER, clientAddress, isHttps, safeReturn, sessionCookie } from './rules';
import { sessionClaims } from './schema';

/** next-auth, set up for one kind of sign-in; `clock` comes from the edge that mounts it. */
export const nextAuth = (clock: () => Date) => NextAuth(async () => config(clock, isHttps(await headers())));

/** Why a sign-in was refused. `code` is what next-auth carries to whoever asked. */
class SignInRefused extends CredentialsSignin {
  constructor(answer: Exclude<SignIn, { kind: 'ok' }>, now: Date) {
    super();
    this.code = answer.kind === 'wait' ? `wait_${minutesUntil(answer.retryAt, now)}` : answer.kind;
  }
}

/**
 * Writes each request's socket address into a header, over whatever the visitor sent: the framework passes
 * headers on, but no socket. Once per process, before it serves; called by instrumentation.ts.
 */
export function markAddresses(): void {
  if (kept.ultragestorMarked) return;
  kept.ultragestorMarked = true;
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    request.headers[ADDRESS_HEADER] = socket.remoteAddress ?? 'unknown';
  });
}

const kept = globalThis as typeof globalThis & { ultragestorMarked?: boolean };
const DAYS_30 = 30 * 86_400;
/** A wrong password and a cookie of another time are no news. */
const isExpected = (err: Error) =>
  err instanceof CredentialsSignin || ['JWTSessionError', 'MissingCSRF'].includes(err.name);

function config(clock: () => Date, https: boolean): NextAuthConfig {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: https } as const;
  const prefix = https ? '__Host-' : '';
  return {
    secret: env().AUTH_SECRET,
    // The host is only used for redirects, and those are made relative below.
    trustHost: true,
    useSecureCookies: https,
    session: { strategy: 'jwt', maxAge: DAYS_30 },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    cookies: {
      sessionToken: { name: sessionCookie(https), options },
      callbackUrl: { name: `${prefix}ultragestor.callback`, options },
      csrfToken: { name: `${prefix}ultragestor.csrf`, options },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, code: {} },
        authorize: (typed, request) => authorize(typed, request.headers, clock()),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user ? sessionClaims.parse({ ...user, userId: user.id }) : stillValid(token),
      session: ({ session, token }) => ({ expires: session.expires, user: { id: String(token.userId) } }),
      // Relative: the framework calls 127.0.0.1 localhost, where the session's cookie would not go.
      redirect: ({ url, baseUrl }) => placeAfter(url, baseUrl),
    },
    logger: {
      error: (err) => (isExpected(err) ? undefined : log.error({ err }, 'sign-in failed')),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Where next-auth may lead: the login page after signing out, else a path of this site. */
function placeAfter(url: string, baseUrl: string): string {
  const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
  return path === '/login' ? path : safeReturn(path);
}

async function authorize(typed: unknown, asked: Headers, now: Date) {
  const trust = {
    vercel: process.env.VERCEL === '1',
    proxy: env().TRUST_PROXY,
    marked: kept.ultragestorMarked === true,
  };
  const answer = await signIn(typed, clientAddress(asked, trust), now);
  if (answer.kind !== 'ok') throw new SignInRefused(answer, now);
  return { id: answer.userId, sessionVersion: answer.sessionVersion };
}

/** Null ends the session: also for /api/auth/session, which no gate guards. */
async function stillValid(token: unknown) {
  const claims = sessionClaims.safeParse(token);
  if (!claims.success) return null;
  return (await actorOf(claims.data.userId, claims.data.sessionVersion)) ? claims.data : null;
}
