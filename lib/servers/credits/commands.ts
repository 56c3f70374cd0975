import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { resellers } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { queueAlert } from '@/lib/channels/alerts/commands';
import { lowAlert, stopAlert } from './messages';
import { spentSince } from './queries';
import { isLow, leftOf } from './rules';

type Counted = { id: string; left: number | null; shown: number | null; warnBelow: number | null };

/**
 * Keeps how many credits a person read off the panel, and below how many to tell them. A number that only stood in the
 * form is no new count: what was proved since the page was opened goes on counting. False: no such server.
 */
export async function countCredits(
  doer: Doer,
  { id, left, shown, warnBelow }: Counted,
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const count =
      left !== null && left === shown
        ? {}
        : { creditsLeft: left, creditsCountedAt: left === null ? null : now };
    const [row] = await tx
      .update(servers)
      .set({ ...count, creditsWarnBelow: warnBelow, creditsToldAt: null })
      .where(and(eq(servers.resellerId, doer.resellerId), eq(servers.id, id), isNull(servers.archivedAt)))
      .returning({ id: servers.id });
    if (!row) return false;
    const detail = { left, warnBelow };
    await recordAudit(
      tx,
      doer,
      { action: 'server.credits_counted', subjectType: 'server', subjectId: id, detail },
      now,
    );
    return true;
  });
}

/**
 * Tells the company's own WhatsApp that a panel has no credits left, in the transaction that stops it: once for each
 * stop, however many renewals wait. Who gave no number reads it on the first page.
 */
export async function tellOfStop(
  tx: Executor,
  resellerId: ResellerId,
  server: { id: string; name: string },
  now: Date,
): Promise<void> {
  const company = await companyOf(tx, resellerId);
  if (!company?.phone) return;
  const period = `no-credits:${server.id}:${now.toISOString()}`;
  const body = stopAlert(server.name, now, company.timezone);
  await queueAlert(tx, { resellerId, phone: company.phone, clientId: null, period, body }, now);
}

/** Tells that a server is low by our count: the mark and the message are one. False: not low, told, or recounted. */
export async function tellOfLow(resellerId: ResellerId, serverId: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const mine = and(eq(servers.resellerId, resellerId), eq(servers.id, serverId));
    const [server] = await tx
      .select()
      .from(servers)
      .where(and(mine, isNull(servers.creditsToldAt)))
      .for('no key update');
    const company = await companyOf(tx, resellerId);
    if (!server?.creditsCountedAt || !company?.phone) return false;
    const spent = await spentSince(tx, resellerId, serverId, server.creditsCountedAt);
    if (!isLow(server, spent)) return false;
    await tx.update(servers).set({ creditsToldAt: now }).where(mine);
    const period = `low-credits:${serverId}:${server.creditsCountedAt.toISOString()}`;
    const body = lowAlert(server.name, leftOf(server, spent) ?? 0);
    return queueAlert(tx, { resellerId, phone: company.phone, clientId: null, period, body }, now);
  });
}

async function companyOf(tx: Executor, resellerId: ResellerId) {
  const [row] = await tx
    .select({ phone: resellers.phone, timezone: resellers.timezone })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  return row ?? null;
}
