import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';

/** A payment as the provider tells it; what it did not tell is null. */
export type ProviderPayment = {
  id: string;
  status: string;
  amountCents: number | null;
  refundedCents: number;
  currency: string | null;
  reference: string | null;
};

/** Why the provider could not be asked or said no. */
export type ProviderTrouble = 'unauthorized' | 'refused' | 'unreachable' | 'not_found';
export type AccountState = 'ok' | 'unauthorized' | 'unreachable';

export type ChargeReason =
  | ProviderTrouble
  | 'expired'
  | 'cancelled'
  | 'refunded'
  | 'amount'
  | 'currency'
  | 'reference'
  | 'paid_twice'
  | 'undone'
  | 'invoice_gone'
  | 'plan_blocked';

type Verdict =
  | { kind: 'settle' }
  | { kind: 'wait' }
  | { kind: 'end'; reason: ChargeReason }
  | { kind: 'review'; reason: ChargeReason };

/** The provider's own words for our invoice. */
export const referenceOf = (invoiceId: string): string => `inv_${invoiceId}`;
export const invoiceOf = (reference: string | null): string | null =>
  /^inv_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(reference ?? '')?.[1] ?? null;

/**
 * Whether a payment read at the provider pays an invoice: approved, whole, in reais and for exactly this
 * invoice (channels.md section 8). Money that moved in any other way is a person's to judge.
 */
export function judge(payment: ProviderPayment, owed: { invoiceId: string; amountCents: number }): Verdict {
  const { status } = payment;
  if (status === 'cancelled' || status === 'rejected') return { kind: 'end', reason: 'cancelled' };
  if (status === 'refunded' || status === 'charged_back') return { kind: 'review', reason: 'refunded' };
  if (status !== 'approved') return { kind: 'wait' };
  if (payment.reference !== referenceOf(owed.invoiceId)) return { kind: 'review', reason: 'reference' };
  if (payment.currency !== 'BRL') return { kind: 'review', reason: 'currency' };
  if (payment.refundedCents > 0) return { kind: 'review', reason: 'refunded' };
  if (payment.amountCents !== owed.amountCents) return { kind: 'review', reason: 'amount' };
  return { kind: 'settle' };
}

/** `35.9` → 3590; null for what is no amount of whole centavos. */
export function centsOf(amount: unknown): number | null {
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0) return null;
  const cents = Math.round(amount * 100);
  return Math.abs(amount * 100 - cents) < 1e-4 && Number.isSafeInteger(cents) ? cents : null;
}

/** What the signature header of a notice holds; null when it is none. `ts` may be seconds or milliseconds. */
export function parseSignature(header: string | null): { ts: string; at: Date; v1: string } | null {
  const parts = new Map(
    (header ?? '').split(',').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim(), value.trim()];
    }),
  );
  const ts = parts.get('ts') ?? '';
  const v1 = parts.get('v1') ?? '';
  if (!/^\d{10}(\d{3})?$/.test(ts) || !/^[0-9a-f]{64}$/i.test(v1)) return null;
  return { ts, at: new Date(ts.length === 10 ? Number(ts) * SECOND_MS : Number(ts)), v1: v1.toLowerCase() };
}

/** The texts that may have been signed: what is absent leaves with its label; ids raw, then in lower case. */
export function manifests(dataId: string | null, requestId: string | null, ts: string): string[] {
  const text = (id: string | null) =>
    [id && `id:${id};`, requestId && `request-id:${requestId};`, `ts:${ts};`].filter(Boolean).join('');
  const lower = dataId?.toLowerCase() ?? null;
  return dataId && lower !== dataId ? [text(dataId), text(lower)] : [text(dataId)];
}

const TOLERANCE_MS = 5 * MINUTE_MS;
export const isFresh = (signedAt: Date, now: Date): boolean =>
  Math.abs(now.getTime() - signedAt.getTime()) <= TOLERANCE_MS;

/** How long a PIX of ours can be paid. */
export const CHARGE_LIFE_MS = DAY_MS;
/** A code that ends in a minute is not shown any more: a bank's screens take that long. */
export const isShowable = (expiresAt: Date, now: Date): boolean =>
  expiresAt.getTime() - now.getTime() > MINUTE_MS;

/** One creation at a time; also the pause after a failed one, however often the button is pressed. */
export const LEASE_MS = MINUTE_MS;

/** When to ask for a charge again although nobody told us: soon while it is young, hourly later. Null: no more. */
export function nextLook(charge: { createdAt: Date; expiresAt: Date | null }, now: Date): Date | null {
  const end = (charge.expiresAt ?? charge.createdAt).getTime() + 2 * HOUR_MS;
  if (now.getTime() > end) return null;
  const young = now.getTime() - charge.createdAt.getTime();
  return new Date(now.getTime() + Math.min(HOUR_MS, Math.max(2 * MINUTE_MS, young)));
}

/** After a failed reading: 30 s, 1 min, 2 min … 1 h; null after four days of it. */
export function nextTry(failures: number, receivedAt: Date, now: Date): Date | null {
  if (now.getTime() - receivedAt.getTime() > 4 * DAY_MS) return null;
  return new Date(now.getTime() + Math.min(HOUR_MS, 30 * SECOND_MS * 2 ** (failures - 1)));
}

/** `2026-11-22T23:59:59.000-03:00`: the provider takes no Z. */
export const providerTime = (at: Date): string =>
  new Date(at.getTime() - 3 * HOUR_MS).toISOString().replace('Z', '-03:00');
