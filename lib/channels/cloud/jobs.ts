import 'server-only';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { saveGateway } from '../gateways/commands';
import { storedKey } from '../gateways/queries';
import type { Connection } from '../rules';
import { cloud, cloudUrl } from './api';
import type { CloudInput } from './schema';

/** A harmless read with what the form holds; null when the token must be typed first. Changes nothing. */
export async function testCloud(
  resellerId: ResellerId,
  { phoneId, token: typed }: CloudInput,
): Promise<Connection | null> {
  const token = typed || (await storedKey(resellerId, 'cloud', cloudUrl()));
  return token ? cloud({ phoneId, token }).connection() : null;
}

/**
 * Reads the number, then keeps what was typed with the state just seen; null when token or app secret must be
 * typed. A second gateway beside one of another kind is not kept (`other_gateway`).
 */
export async function connectCloud(doer: Doer, input: CloudInput, now: Date): Promise<Connection | null> {
  const connection = await testCloud(doer.resellerId, input);
  if (!connection) return null;
  const { phoneId: instance, token: key, appSecret: secret } = input;
  const gateway = { kind: 'cloud', baseUrl: cloudUrl(), instance, key, secret } as const;
  const saved = await saveGateway(doer, gateway, connection, now);
  if (saved === 'other_gateway') return { state: 'unauthorized', reason: saved };
  return saved === 'saved' ? connection : null;
}
