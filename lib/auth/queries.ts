import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { resellers, users } from '@/db/schema/resellers';
import { env } from '../env';
import { type Actor, isLoopback } from './rules';
import { credentials } from './schema';

/** Whom a session names: read on every request, null when the user is disabled or the session was ended. */
export async function actorOf(userId: string, sessionVersion: number): Promise<Actor | null> {
  const [row] = await database()
    .select({
      userId: users.id,
      userName: users.name,
      role: users.role,
      resellerId: resellers.id,
      reseller: {
        name: resellers.name,
        country: resellers.country,
        currency: resellers.currency,
        locale: resellers.locale,
        timezone: resellers.timezone,
      },
    })
    .from(users)
    .innerJoin(resellers, eq(resellers.id, users.resellerId))
    .where(and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), isNull(users.disabledAt)));
  return row ?? null;
}

/** The demo's two resellers: television in Brazil, data packages in Mozambique. */
type DemoName = 'tv' | 'data';

/**
 * The demo's login, which the first start wrote beside the data; null unless this is a demo on this very
 * machine, asked for from this very machine.
 */
export async function demoLogin(
  askedHost: string | null,
  name: DemoName,
): Promise<{ email: string; password: string } | null> {
  const { DEMO, HOST, DATA_DIR } = env();
  if (!DEMO || !isLoopback(HOST) || !isLoopback(askedHost ?? '')) return null;
  const text = await readFile(join(DATA_DIR, 'demo.json'), 'utf8').catch(() => null);
  const kept = text === null ? null : readJson(text);
  const parsed = credentials.safeParse(name === 'tv' ? kept : packagesOf(kept));
  return parsed.success ? parsed.data : null;
}

const packagesOf = (kept: unknown): unknown =>
  typeof kept === 'object' && kept !== null && 'packages' in kept ? kept.packages : null;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
