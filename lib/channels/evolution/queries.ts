import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { channels } from '@/db/schema/messages';
import { unseal } from '@/lib/crypto';
import { log } from '@/lib/log';
import type { Channel, ChannelReason, GatewayState } from '../rules';
import { evolution } from './api';
import { originOf } from './schema';

export type GatewayRow = typeof channels.$inferSelect;
/** What a screen may know of a gateway: of the key only its last letters. */
export type GatewayView = {
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
  const { baseUrl, instance, keyLast4, state, reason, checkedAt } = row;
  return {
    baseUrl,
    instance,
    keyMask: `••••${keyLast4}`,
    state,
    reason: reason as ChannelReason | null,
    checkedAt,
  };
}

/** The reseller's gateway ready to be called; null when none is connected. */
export async function openGateway(
  resellerId: ResellerId,
): Promise<{ row: GatewayRow; channel: Channel } | null> {
  const row = await gatewayRow(resellerId);
  if (!row) return null;
  const key = keyFor(row, row.baseUrl);
  return { row, channel: key === null ? shut : evolution({ ...row, key }) };
}

/** The stored key, when it may travel to `baseUrl`; null when it must be typed again (security.md S09). */
export async function storedKey(resellerId: ResellerId, baseUrl: string): Promise<string | null> {
  const row = await gatewayRow(resellerId);
  return row ? keyFor(row, baseUrl) : null;
}

function keyFor(row: GatewayRow, baseUrl: string): string | null {
  if (originOf(baseUrl) !== row.keyOrigin) return null;
  try {
    return unseal(row.keyEncrypted, { resellerId: row.resellerId, recordId: row.id, column: 'key' });
  } catch (err) {
    log.error({ err, channel: row.id }, 'gateway key cannot be opened');
    return null;
  }
}

async function gatewayRow(resellerId: ResellerId): Promise<GatewayRow | undefined> {
  const [row] = await database()
    .select()
    .from(channels)
    .where(and(eq(channels.resellerId, resellerId), eq(channels.kind, 'evolution')));
  return row;
}

const shut: Channel = {
  connection: async () => ({ state: 'unauthorized', reason: 'bad_key' }),
  send: async () => ({ kind: 'not_sent', reason: 'bad_key' }),
};
