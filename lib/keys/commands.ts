import 'server-only';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accessKeys } from '@/db/schema/receipts';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { fingerprint, randomToken, seal, unseal } from '@/lib/crypto';
import { MINUTE_MS } from '@/lib/time';
import { type KeyKind, type KeyRow, keyRow, ownerOfKey } from './queries';

/** The reseller's key of this kind, made on first need; the same for whoever asks at once. */
export async function keyFor(resellerId: ResellerId, kind: KeyKind): Promise<string> {
  await database()
    .insert(accessKeys)
    .values({ resellerId, kind, ...made(resellerId, kind) })
    .onConflictDoNothing();
  const row = await keyRow(resellerId, kind);
  if (!row) throw new Error('The key was neither made nor found');
  return unseal(row.keyEncrypted, place(resellerId, kind));
}

/** Makes a new key; the old address answers nobody from now on. */
export async function renewKey(doer: Doer, kind: KeyKind, now: Date): Promise<string> {
  const { resellerId } = doer;
  const fresh = made(resellerId, kind);
  await database().transaction(async (tx) => {
    await tx
      .insert(accessKeys)
      .values({ resellerId, kind, ...fresh, createdAt: now })
      .onConflictDoUpdate({
        target: [accessKeys.resellerId, accessKeys.kind],
        set: { ...fresh, createdAt: now, lastUsedAt: null },
      });
    const entry = { action: 'key.renewed', subjectType: 'reseller', subjectId: resellerId } as const;
    await recordAudit(tx, doer, { ...entry, detail: { kind } }, now);
  });
  return unseal(fresh.keyEncrypted, place(resellerId, kind));
}

/** Whose key it is, and notes that it was used; null for an unknown key. */
export async function resellerOfKey(kind: KeyKind, key: string, now: Date): Promise<ResellerId | null> {
  const row = await ownerOfKey(kind, key);
  if (!row) return null;
  await noteUse(row, now);
  return row.resellerId;
}

/** Notes that a key was used, once a minute at most. */
export async function noteUse({ resellerId, kind, lastUsedAt }: KeyRow, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - MINUTE_MS);
  if (lastUsedAt && lastUsedAt >= stale) return;
  await database()
    .update(accessKeys)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(accessKeys.resellerId, resellerId),
        eq(accessKeys.kind, kind),
        or(isNull(accessKeys.lastUsedAt), lt(accessKeys.lastUsedAt, stale)),
      ),
    );
}

const place = (resellerId: ResellerId, kind: KeyKind) => ({ resellerId, recordId: kind, column: 'key' });

function made(resellerId: ResellerId, kind: KeyKind) {
  const key = randomToken();
  return { keyHash: fingerprint(key), keyEncrypted: seal(key, place(resellerId, kind)) };
}
