import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import { templates } from '@/db/schema/messages';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import type { Kind } from './rules';

/** Keeps a reseller's own wording. Messages already rendered stay as they are. */
export async function saveWording(
  doer: Doer,
  { kind, body }: { kind: Kind; body: string },
  now: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    await tx
      .insert(templates)
      .values({ resellerId: doer.resellerId, kind, body, updatedAt: now })
      .onConflictDoUpdate({
        target: [templates.resellerId, templates.kind],
        set: { body, updatedAt: now },
      });
    await recordAudit(tx, doer, changed('template.saved', doer.resellerId, kind), now);
  });
}

/** Goes back to the product's wording. */
export async function resetWording(doer: Doer, kind: Kind, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const gone = await tx
      .delete(templates)
      .where(and(eq(templates.resellerId, doer.resellerId), eq(templates.kind, kind)))
      .returning({ kind: templates.kind });
    if (gone.length) await recordAudit(tx, doer, changed('template.reset', doer.resellerId, kind), now);
  });
}

const changed = (action: string, resellerId: string, kind: Kind) => ({
  action,
  subjectType: 'reseller' as const,
  subjectId: resellerId,
  detail: { kind },
});
