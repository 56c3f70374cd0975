import 'server-only';
import { and, asc, eq, ne } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { channels, messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { type Doer, recordAudit, system } from '@/lib/audit/commands';
import { seal } from '@/lib/crypto';
import { originOf } from '../evolution/schema';
import { wakeSender } from '../outbox/commands';
import { type Connection, type GatewayKind, gapMs } from '../rules';

type GatewayInput = {
  kind: GatewayKind;
  baseUrl: string;
  instance: string;
  /** Empty: the stored one stays. */
  key: string;
  secret?: string;
};
type GatewaySaved = 'saved' | 'key_needed' | 'other_gateway';

/**
 * Connects or changes the reseller's one gateway. Without a typed key the stored one stays, unless the address
 * moved to another origin: then it must be typed (security.md S09). A second kind beside a first is refused.
 */
export async function saveGateway(
  doer: Doer,
  { kind, baseUrl, instance, key, secret }: GatewayInput,
  connection: Connection,
  now: Date,
): Promise<GatewaySaved> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<GatewaySaved> => {
    // Two kinds connected at once: this row decides who is first.
    await tx.select().from(resellers).where(eq(resellers.id, resellerId)).for('update');
    const [before] = await tx.select().from(channels).where(mine(resellerId)).for('update');
    if (before && before.kind !== kind) return 'other_gateway';
    const id = before?.id ?? newId();
    const fresh = {
      ...(key ? sealedKey(key, baseUrl, resellerId, id) : {}),
      ...sealedSecret(secret, resellerId, id),
    };
    const shown = { baseUrl, instance, ...connection, checkedAt: now };
    if (before) {
      if (!key && before.keyOrigin !== originOf(baseUrl)) return 'key_needed';
      await tx
        .update(channels)
        .set({ ...shown, ...fresh })
        .where(mine(resellerId));
    } else {
      if (!key || (kind === 'cloud' && !secret)) return 'key_needed';
      const sealed = sealedKey(key, baseUrl, resellerId, id);
      await tx.insert(channels).values({ id, resellerId, kind, ...shown, ...fresh, ...sealed });
    }
    const detail = { kind, baseUrl, instance, state: connection.state, newKey: Boolean(key) };
    await auditGateway(tx, doer, 'channel.saved', id, detail, now);
    if (connection.state === 'open') await resumeMessages(tx, resellerId, now);
    return 'saved';
  });
}

/** Forgets the gateway and its key. What was queued for it is left to be sent by hand. */
export async function disconnectGateway(doer: Doer, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [gone] = await tx.delete(channels).where(mine(doer.resellerId)).returning({ id: channels.id });
    if (!gone) return false;
    await tx
      .update(messages)
      .set({ channel: 'manual', nextRunAt: now })
      .where(queuedForGateway(doer.resellerId));
    await auditGateway(tx, doer, 'channel.removed', gone.id, {}, now);
    return true;
  });
}

/** Keeps what the gateway last said of itself. When it comes back, what waited for it goes on. */
export async function recordConnection(
  resellerId: ResellerId,
  channelId: string,
  connection: Connection,
  now: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    const which = and(mine(resellerId), eq(channels.id, channelId));
    const [changed] = await tx
      .update(channels)
      .set({ ...connection, checkedAt: now })
      .where(and(which, ne(channels.state, connection.state)))
      .returning({ id: channels.id });
    if (!changed) {
      await tx.update(channels).set({ reason: connection.reason, checkedAt: now }).where(which);
      return;
    }
    await auditGateway(tx, system(resellerId), `channel.${connection.state}`, channelId, connection, now);
    if (connection.state === 'open') await resumeMessages(tx, resellerId, now);
  });
}

/** Spreads what is queued at the number's own pace; the tick takes what lies beyond the first hundred. */
async function resumeMessages(tx: Executor, resellerId: ResellerId, now: Date): Promise<void> {
  const queued = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(queuedForGateway(resellerId))
    .orderBy(asc(messages.createdAt))
    .limit(100);
  for (const [place, { id }] of queued.entries()) {
    const [row] = await tx
      .update(messages)
      .set({ nextRunAt: new Date(now.getTime() + place * gapMs(0.5)) })
      .where(and(queuedForGateway(resellerId), eq(messages.id, id)))
      .returning();
    if (row) await wakeSender(tx, row);
  }
}

const sealedKey = (key: string, baseUrl: string, resellerId: ResellerId, id: string) => ({
  keyEncrypted: seal(key, { resellerId, recordId: id, column: 'key' }),
  // Short keys show nothing: four of their letters would be too many.
  keyLast4: key.length >= 12 ? key.slice(-4) : '',
  keyOrigin: originOf(baseUrl),
});

const sealedSecret = (secret: string | undefined, resellerId: ResellerId, id: string) =>
  secret ? { secretEncrypted: seal(secret, { resellerId, recordId: id, column: 'secret' }) } : {};

const mine = (resellerId: ResellerId) => eq(channels.resellerId, resellerId);

const queuedForGateway = (resellerId: ResellerId) =>
  and(eq(messages.resellerId, resellerId), eq(messages.state, 'queued'), ne(messages.channel, 'manual'));

const auditGateway = (
  tx: Executor,
  doer: Doer,
  action: string,
  subjectId: string,
  detail: Record<string, unknown>,
  now: Date,
) => recordAudit(tx, doer, { action, subjectType: 'channel', subjectId, detail }, now);
