import 'server-only';
import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { importRows } from '@/db/schema/imports';
import { renewalIntents } from '@/db/schema/invoices';
import { fingerprint } from '@/lib/crypto';
import { ENDED } from '@/lib/renewals/rules';

export type ClientRow = typeof clients.$inferSelect;

/** A server's live clients of these usernames (lower case), held until the transaction ends. */
export async function heldByUsername(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  usernames: string[],
): Promise<Map<string, ClientRow>> {
  if (usernames.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.serverId, serverId),
        isNull(clients.archivedAt),
        inArray(sql`lower(${clients.username})`, usernames),
      ),
    )
    .orderBy(asc(clients.id))
    .for('update');
  return new Map(rows.map((row) => [row.username.toLowerCase(), row]));
}

/** The clients among these who have something paid that is not proved on the panel yet (fault F30). */
export async function renewingAmong(
  tx: Executor,
  resellerId: ResellerId,
  ids: string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: renewalIntents.clientId })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        inArray(renewalIntents.clientId, ids),
        notInArray(renewalIntents.state, [...ENDED]),
      ),
    )
    .groupBy(renewalIntents.clientId);
  return new Set(rows.map((r) => r.id));
}

/** The clients among these whom an earlier line of the same file wrote. */
export async function writtenBy(
  tx: Executor,
  batch: { resellerId: ResellerId; id: string },
  ids: string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: importRows.clientId })
    .from(importRows)
    .where(
      and(
        eq(importRows.resellerId, batch.resellerId),
        eq(importRows.batchId, batch.id),
        inArray(importRows.clientId, ids),
      ),
    );
  return new Set(rows.map((r) => r.id ?? ''));
}

/** What an import writes of a client; in one order, so that the same client has the same fingerprint. */
export const WRITTEN = [
  'name',
  'email',
  'phone',
  'notes',
  'planId',
  'expiresAt',
  'passwordEncrypted',
] as const;
export type Written = Pick<ClientRow, (typeof WRITTEN)[number]>;

export const writtenOf = (client: Written): Written => ({
  name: client.name,
  email: client.email,
  phone: client.phone,
  notes: client.notes,
  planId: client.planId,
  expiresAt: client.expiresAt,
  passwordEncrypted: client.passwordEncrypted,
});

/** Tells whether a client is still as an import left it. */
export const printOf = (client: Written): string =>
  fingerprint(JSON.stringify(WRITTEN.map((field) => client[field])));
