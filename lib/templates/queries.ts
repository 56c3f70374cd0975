import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { templates } from '@/db/schema/messages';
import { DEFAULT_BODIES } from './messages';
import { KINDS, type Kind } from './rules';

/** The wording in use for one kind: the reseller's own, else the product's. */
export async function wordingOf(
  resellerId: ResellerId,
  kind: Kind,
  db: Executor = database(),
): Promise<string> {
  const [own] = await db
    .select({ body: templates.body })
    .from(templates)
    .where(and(eq(templates.resellerId, resellerId), eq(templates.kind, kind)));
  return own?.body ?? DEFAULT_BODIES[kind];
}

type Wording = { kind: Kind; body: string; own: boolean };

/** Every kind with its wording, for the editor. */
export async function listWordings(resellerId: ResellerId): Promise<Wording[]> {
  const rows = await database().select().from(templates).where(eq(templates.resellerId, resellerId));
  return KINDS.map((kind) => {
    const own = rows.find((row) => row.kind === kind);
    return { kind, body: own?.body ?? DEFAULT_BODIES[kind], own: own !== undefined };
  });
}
