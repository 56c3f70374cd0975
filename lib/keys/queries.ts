import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accessKeys } from '@/db/schema/receipts';
import { fingerprint, sameSecret } from '@/lib/crypto';

export type KeyRow = typeof accessKeys.$inferSelect;
export type KeyKind = KeyRow['kind'];

/** A key's row of one reseller; null before it was first needed. */
export async function keyRow(resellerId: ResellerId, kind: KeyKind) {
  const [row] = await database()
    .select()
    .from(accessKeys)
    .where(and(eq(accessKeys.resellerId, resellerId), eq(accessKeys.kind, kind)));
  return row ?? null;
}

/** When somebody last came with this key; null when nobody has. */
export async function lastUseOf(resellerId: ResellerId, kind: KeyKind): Promise<Date | null> {
  return (await keyRow(resellerId, kind))?.lastUsedAt ?? null;
}

/** Whose key of this kind it is; null for an unknown one, or one of another kind. */
export async function ownerOfKey(kind: KeyKind, key: string) {
  if (!/^[\w-]{22}$/.test(key)) return null;
  const hash = fingerprint(key);
  const [row] = await database()
    .select()
    .from(accessKeys)
    .where(and(eq(accessKeys.keyHash, hash), eq(accessKeys.kind, kind)));
  return row && sameSecret(row.keyHash, hash) ? row : null;
}
