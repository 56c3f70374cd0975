import 'server-only';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { cache } from 'react';
import { env } from '../env';
import { log } from '../log';
import { actorOf } from './queries';
import { type Actor, allows, isHttps, type Role, safeReturn, sameOrigin, sessionCookie } from './rules';
import { sessionClaims } from './schema';

/** Lets a page through: to /login without a session, an absent page when the role is too small. */
export async function pageGate(least: Role = 'viewer'): Promise<Actor> {
  const actor = await currentActor();
  if (!actor) {
    const back = safeReturn((await headers()).get('x-ultragestor-path'));
    redirect(back === '/' ? '/login' : `/login?callbackUrl=${encodeURIComponent(back)}`);
  }
  if (!allows(actor.role, least)) notFound();
  return actor;
}

/** Lets a route handler through, or says why not: 401, 403. Anything but a reading must come from our pages. */
export async function apiGate(request: Request, least: Role = 'viewer'): Promise<Actor | Response> {
  if (!isReading(request.method) && !sameOrigin(request.headers, env().TRUST_PROXY)) {
    return Response.json({ message: 'Pedido recusado: veio de outro site.' }, { status: 403 });
  }
  const actor = await currentActor();
  if (!actor) return Response.json({ message: 'Entre para continuar.' }, { status: 401 });
  if (allows(actor.role, least)) return actor;
  log.warn({ userId: actor.userId, role: actor.role, least, path: new URL(request.url).pathname }, 'refused');
  return Response.json({ message: 'Seu perfil não permite isto.' }, { status: 403 });
}

/**
 * The signed-in person, or null. The cookie only names a user and a session version; the row read here, on
 * every request, says whether that still holds (attack S18). Any doubt is null, never an error (S16, S17).
 */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const name = sessionCookie(isHttps(await headers()));
  const token = (await cookies()).get(name)?.value;
  if (!token) return null;
  const claims = sessionClaims.safeParse(
    await decode({ token, secret: env().AUTH_SECRET, salt: name }).catch(() => null),
  );
  return claims.success ? actorOf(claims.data.userId, claims.data.sessionVersion) : null;
});

const isReading = (method: string) => method === 'GET' || method === 'HEAD';
