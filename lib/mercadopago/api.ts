import 'server-only';
import { checkAddress } from '@/lib/address';
import { hmac, sameSecret } from '@/lib/crypto';
import { env } from '@/lib/env';
import { httpCall } from '@/lib/http';
import {
  centsOf,
  isFresh,
  manifests,
  type ProviderPayment,
  type ProviderTrouble,
  parseSignature,
  providerTime,
  referenceOf,
} from './rules';

export type Created = { providerId: string; qrText: string };
export type Answer<T> = { ok: true; value: T } | { ok: false; trouble: ProviderTrouble };

type PixOrder = {
  invoiceId: string;
  attempt: number;
  amountCents: number;
  description: string;
  payer: { email: string; firstName: string };
  expiresAt: Date;
};

const TIMEOUT_MS = 12_000;

/** Mercado Pago's payments (channels.md section 8). One call each, never repeated here. */
export function mercadopago(token: string) {
  return {
    /** Asks for a PIX. The same invoice and attempt again is the same payment over there. */
    async createPix(order: PixOrder): Promise<Answer<Created>> {
      const heard = await call(token, 'POST', '/v1/payments', orderBody(order), {
        'x-idempotency-key': `${order.invoiceId}-${order.attempt}`,
      });
      if (!heard.ok) return heard;
      const id = paymentOf(heard.value)?.id;
      const qrText = at(heard.value, 'point_of_interaction', 'transaction_data', 'qr_code');
      // A code must be one: it goes before a payer's eyes.
      if (!id || typeof qrText !== 'string' || !/^000201[\x20-\x7e]{20,900}$/.test(qrText))
        return { ok: false, trouble: 'unreachable' };
      return { ok: true, value: { providerId: id, qrText } };
    },

    /** The only thing believed about a payment. */
    async readPayment(id: string): Promise<Answer<ProviderPayment>> {
      const heard = await call(token, 'GET', `/v1/payments/${encodeURIComponent(id)}`);
      if (!heard.ok) return heard;
      const payment = paymentOf(heard.value);
      return payment?.id === id ? { ok: true, value: payment } : { ok: false, trouble: 'unreachable' };
    },

    /** A harmless look: does the token open anything, and whose is it. */
    async whoAmI(): Promise<Answer<string | null>> {
      const heard = await call(token, 'GET', '/users/me');
      if (!heard.ok) return heard.trouble === 'not_found' ? { ok: true, value: null } : heard;
      const name = at(heard.value, 'nickname');
      return { ok: true, value: typeof name === 'string' ? name.slice(0, 80) : null };
    },
  };
}

type Notice = {
  signature: string | null;
  requestId: string | null;
  dataId: string | null;
};

/** Whether a notice was signed with the secret, not more than five minutes ago; answers the instant it carries. */
export function signedNotice(secret: string, { signature, requestId, dataId }: Notice, now: Date) {
  const parsed = parseSignature(signature);
  if (!parsed || !isFresh(parsed.at, now)) return null;
  const genuine = manifests(dataId, requestId, parsed.ts).some((text) =>
    sameSecret(hmac(secret, text), parsed.v1),
  );
  return genuine ? parsed : null;
}

const orderBody = (order: PixOrder) => ({
  transaction_amount: order.amountCents / 100,
  description: order.description,
  payment_method_id: 'pix',
  external_reference: referenceOf(order.invoiceId),
  date_of_expiration: providerTime(order.expiresAt),
  payer: { email: order.payer.email, first_name: order.payer.firstName },
});

async function call(
  token: string,
  method: 'GET' | 'POST',
  path: string,
  json?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<unknown>> {
  const answer = await httpCall({
    method,
    url: baseUrl() + path,
    json,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    timeoutMs: TIMEOUT_MS,
    maxBytes: 300_000,
    allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS,
  });
  if (!answer.ok) return { ok: false, trouble: 'unreachable' };
  const { status, text } = answer;
  if (status === 401 || status === 403) return { ok: false, trouble: 'unauthorized' };
  if (status === 404) return { ok: false, trouble: 'not_found' };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { ok: false, trouble: 'refused' };
  const body = status === 200 || status === 201 ? parsed(text) : null;
  return body ? { ok: true, value: body } : { ok: false, trouble: 'unreachable' };
}

const OFFICIAL = 'https://api.mercadopago.com';

/** A double is spoken to only where the installation lists its host among the private ones it may reach. */
function baseUrl(): string {
  const { MERCADOPAGO_URL: double, PANEL_ALLOWED_PRIVATE_HOSTS: allowedPrivateHosts } = env();
  const checked = double ? checkAddress(double, { allowedPrivateHosts }) : null;
  return checked?.ok && checked.allowListed ? checked.url.origin : OFFICIAL;
}

function paymentOf(body: unknown): ProviderPayment | null {
  const id = at(body, 'id');
  const status = at(body, 'status');
  if ((typeof id !== 'number' && typeof id !== 'string') || typeof status !== 'string') return null;
  const currency = at(body, 'currency_id');
  const reference = at(body, 'external_reference');
  return {
    id: String(id).slice(0, 64),
    status,
    amountCents: centsOf(at(body, 'transaction_amount')),
    refundedCents: centsOf(at(body, 'transaction_amount_refunded')) ?? 0,
    currency: typeof currency === 'string' ? currency : null,
    reference: typeof reference === 'string' ? reference : null,
  };
}

function at(value: unknown, ...path: string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return at((value as Record<string, unknown>)[name], ...rest);
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
