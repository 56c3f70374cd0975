import 'server-only';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { type Allowance, limit } from '@/lib/limits/commands';
import { saveGateway } from '../gateways/commands';
import { evolutionAccess, storedKey } from '../gateways/queries';
import type { ChannelReason, Connection } from '../rules';
import { evolution, groupNames, setWebhook, type WebhookWish } from './api';
import { type GatewayInput, gatewayUrl } from './schema';

const ASKING: Allowance = { points: 10, seconds: 60 };

/** Ten looks a minute per person: a connect form must not become a scanner (attack S08). */
export const mayAskGateway = (userId: string, now: Date) => limit('gateway-test', userId, ASKING, now);

/** A harmless read with what the form holds; null when the key must be typed first. Changes nothing. */
export async function testGateway(
  resellerId: ResellerId,
  { baseUrl: typed, instance, apiKey }: GatewayInput,
): Promise<Connection | null> {
  const baseUrl = gatewayUrl(typed) ?? typed;
  const key = apiKey || (await storedKey(resellerId, 'evolution', baseUrl));
  return key ? evolution({ baseUrl, instance, key }).connection() : null;
}

/**
 * Reads the gateway, then keeps what was typed with the state just seen; null when the key must be typed. An
 * address that may not be called (`address_refused`: private by its text or by its name's address) is not kept,
 * nor a second gateway beside one of another kind (`other_gateway`).
 */
export async function connectGateway(doer: Doer, input: GatewayInput, now: Date): Promise<Connection | null> {
  const connection = await testGateway(doer.resellerId, input);
  if (connection?.reason === 'address_refused') return connection;
  if (!connection) return null;
  const { instance, apiKey: key } = input;
  const baseUrl = gatewayUrl(input.baseUrl) ?? input.baseUrl;
  const saved = await saveGateway(doer, { kind: 'evolution', baseUrl, instance, key }, connection, now);
  if (saved === 'other_gateway') return { state: 'unauthorized', reason: saved };
  return saved === 'saved' ? connection : null;
}

/** Has the connected Evolution post what it hears to us. Null: it will; else why not. */
export async function pointWebhook(resellerId: ResellerId, wish: WebhookWish): Promise<ChannelReason | null> {
  const access = await evolutionAccess(resellerId);
  return access ? setWebhook(access, wish) : 'bad_key';
}

/** What the connected Evolution calls its groups, by their ids; null without one, or when it does not say. */
export async function namesOfGroups(resellerId: ResellerId): Promise<Record<string, string> | null> {
  const access = await evolutionAccess(resellerId);
  return access ? groupNames(access) : null;
}
