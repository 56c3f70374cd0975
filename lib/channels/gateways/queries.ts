import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { channels } from '@/db/schema/messages';
import { unseal } from '@/lib/crypto';
import { log } from '@/lib/log';
import { cloud, cloudUrl } from '../cloud/api';
import { type EvolutionAccess, evolution } from '../evolution/api';
import { originOf } from '../evolution/schema';
import {
  type Channel,
  type ChannelReason,
  type GatewayKind,
  type GatewayState,
  SILENT_AFTER_MS,
} from '../rules';

export type GatewayRow = typeof channels.$inferSelect;
/** What a screen may know of a gateway: of the key only its last letters. */
export type GatewayView = {
  kind: GatewayKind;
  baseUrl: string;
  instance: string;
  keyMask: string;
  state: GatewayState;
  reason: ChannelReason | null;
  checkedAt: Date;
};

/** The reseller's gateway for a screen; null when messages go by hand. */
export async function readGateway(resellerId: ResellerId): Promise<GatewayView | null> {
  const row = await gatewayRow(resellerId);
  if (!row) return null;
  const { kind, baseUrl, instance, keyLast4, state, reason, checkedAt } = row;
  return {
    ...{ kind, baseUrl, instance, state, checkedAt },
    keyMask: `••••${keyLast4}`,
    reason: reason as ChannelReason | null,
  };
}

/**
 * Since when a gateway that is open, and has groups of ours to hear, has brought nothing; null when it has lately,
 * or when there is nothing to expect.
 */
export async function silentSince(resellerId: ResellerId, now: Date): Promise<Date | null> {
  const least = new Date(now.getTime() - SILENT_AFTER_MS).toISOString();
  const [row] = await database().execute<{ since: string }>(sql`
    select greatest(c.created_at, k.last_used_at) as since
    from channels c left join access_keys k on k.reseller_id = c.reseller_id and k.kind = c.kind
    where c.reseller_id = ${resellerId} and c.kind = 'evolution' and c.state = 'open'
      and greatest(c.created_at, k.last_used_at) < ${least}::timestamptz
      and exists (select from groups g
        where g.reseller_id = c.reseller_id and g.archived_at is null and g.jid is not null)`);
  return row ? new Date(row.since) : null;
}

/** The reseller's gateway ready to be called; null when none is connected. */
export async function openGateway(
  resellerId: ResellerId,
): Promise<{ row: GatewayRow; channel: Channel } | null> {
  const row = await gatewayRow(resellerId);
  if (!row) return null;
  const baseUrl = row.kind === 'cloud' ? cloudUrl() : row.baseUrl;
  const key = keyFor(row, baseUrl);
  if (key === null) return { row, channel: shut };
  const { instance } = row;
  const channel =
    row.kind === 'cloud' ? cloud({ phoneId: instance, token: key }) : evolution({ baseUrl, instance, key });
  return { row, channel };
}

/** The stored key, when it may travel to `baseUrl`; null when it must be typed again (security.md S09). */
export async function storedKey(
  resellerId: ResellerId,
  kind: GatewayKind,
  baseUrl: string,
): Promise<string | null> {
  const row = await gatewayRow(resellerId);
  return row?.kind === kind ? keyFor(row, baseUrl) : null;
}

/** What it takes to ask the connected Evolution for something; null without one, or when its key cannot travel. */
export async function evolutionAccess(resellerId: ResellerId): Promise<EvolutionAccess | null> {
  const row = await gatewayRow(resellerId);
  const key = row?.kind === 'evolution' ? keyFor(row, row.baseUrl) : null;
  return row && key !== null ? { baseUrl: row.baseUrl, instance: row.instance, key } : null;
}

/** What Meta signs its deliveries with; null without a connection or when it cannot be opened. */
export async function appSecretOf(resellerId: ResellerId): Promise<string | null> {
  const row = await gatewayRow(resellerId);
  return row?.secretEncrypted ? opened(row, 'secret', row.secretEncrypted) : null;
}

/** The one gateway a reseller has connected. */
export async function gatewayRow(
  resellerId: ResellerId,
  tx: Executor = database(),
): Promise<GatewayRow | undefined> {
  const [row] = await tx.select().from(channels).where(eq(channels.resellerId, resellerId));
  return row;
}

const keyFor = (row: GatewayRow, baseUrl: string): string | null =>
  originOf(baseUrl) === row.keyOrigin ? opened(row, 'key', row.keyEncrypted) : null;

function opened(row: GatewayRow, column: 'key' | 'secret', sealed: string): string | null {
  try {
    return unseal(sealed, { resellerId: row.resellerId, recordId: row.id, column });
  } catch (err) {
    log.error({ err, channel: row.id, column }, 'gateway secret cannot be opened');
    return null;
  }
}

const shut: Channel = {
  connection: async () => ({ state: 'unauthorized', reason: 'bad_key' }),
  send: async () => ({ kind: 'not_sent', reason: 'bad_key' }),
};
