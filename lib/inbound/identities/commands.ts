import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { waIdentities } from '@/db/schema/groups';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import type { Author } from '../rules';

/**
 * Keeps what a message shows of its author, and answers the author's number: as shown, or as an earlier message
 * or a person said whose id it is. Null when nobody has; a number is never made of an id's digits.
 */
export async function learnAuthor(
  tx: Executor,
  resellerId: ResellerId,
  { phone, lid, name }: Author,
  now: Date,
): Promise<string | null> {
  if (!lid) return phone;
  const [known] = await tx
    .insert(waIdentities)
    .values({ resellerId, lid, phone, name, seenAt: now })
    .onConflictDoUpdate({
      target: [waIdentities.resellerId, waIdentities.lid],
      set: {
        // What WhatsApp shows now is believed before what was known.
        phone: sql`coalesce(excluded.phone, ${waIdentities.phone})`,
        name: sql`coalesce(excluded.name, ${waIdentities.name})`,
        seenAt: now,
      },
    })
    .returning({ phone: waIdentities.phone });
  return known?.phone ?? phone;
}

/** An admin says whose an id is; false when it is unknown, or meanwhile WhatsApp has shown it. */
export async function linkIdentity(
  doer: Doer,
  { lid, phone }: { lid: string; phone: string },
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const linked = await tx
      .update(waIdentities)
      .set({ phone })
      .where(
        and(
          eq(waIdentities.resellerId, doer.resellerId),
          eq(waIdentities.lid, lid),
          isNull(waIdentities.phone),
        ),
      )
      .returning({ lid: waIdentities.lid });
    if (linked.length === 0) return false;
    const entry = { action: 'person.linked', subjectType: 'reseller', subjectId: doer.resellerId } as const;
    await recordAudit(tx, doer, { ...entry, detail: { lid, phone } }, now);
    return true;
  });
}
