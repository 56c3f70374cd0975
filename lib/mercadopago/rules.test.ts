import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmac } from '@/lib/crypto';
import { signedNotice } from './api';
import {
  centsOf,
  invoiceOf,
  judge,
  manifests,
  nextLook,
  type ProviderPayment,
  parseSignature,
  providerTime,
  referenceOf,
} from './rules';

const SECRET = 'a-webhook-secret';
const now = new Date('2026-11-21T12:00:00Z');
const seconds = String(now.getTime() / 1000);
const sign = (manifest: string, ts = seconds) => `ts=${ts},v1=${hmac(SECRET, manifest)}`;

describe('the signature', () => {
  test('a known vector', () => {
    expect(hmac('key', 'The quick brown fox jumps over the lazy dog')).toBe(
      'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    );
    expect(manifests('123', 'req-1', '1742505638683')).toEqual(['id:123;request-id:req-1;ts:1742505638683;']);
  });

  test.each([
    ['seconds', '123', 'r1', `id:123;request-id:r1;ts:${seconds};`, seconds],
    ['milliseconds', '123', 'r1', `id:123;request-id:r1;ts:${seconds}000;`, `${seconds}000`],
    ['letters as they came', 'ABc', 'r1', `id:ABc;request-id:r1;ts:${seconds};`, seconds],
    ['letters in lower case', 'ABc', 'r1', `id:abc;request-id:r1;ts:${seconds};`, seconds],
    ['no request id', '123', null, `id:123;ts:${seconds};`, seconds],
    ['no data id', null, 'r1', `request-id:r1;ts:${seconds};`, seconds],
  ])('passes: %s', (_, dataId, requestId, manifest, ts) => {
    const notice = { signature: sign(manifest, ts), dataId, requestId };
    expect(signedNotice(SECRET, notice, now)?.ts).toBe(ts);
  });

  const good = `id:123;request-id:r1;ts:${seconds};`;
  test.each([
    ['none', null],
    ['empty', ''],
    ['cut', sign(good).slice(0, -1)],
    ['another secret', `ts=${seconds},v1=${hmac('other', good)}`],
    ['another id', sign(`id:124;request-id:r1;ts:${seconds};`)],
    ['another request id', sign(`id:123;request-id:r2;ts:${seconds};`)],
    ['a time that was not signed', `ts=${Number(seconds) + 1},v1=${hmac(SECRET, good)}`],
    ['no time', `v1=${hmac(SECRET, good)}`],
    ['a label left in for what is absent', sign(`id:;request-id:r1;ts:${seconds};`)],
  ])('is refused: %s', (_, signature) => {
    expect(signedNotice(SECRET, { signature, dataId: '123', requestId: 'r1' }, now)).toBeNull();
  });

  test('five minutes, either way', () => {
    const notice = { signature: sign(good), dataId: '123', requestId: 'r1' };
    const at = (ms: number) => new Date(now.getTime() + ms);
    expect(signedNotice(SECRET, notice, at(300_000))).not.toBeNull();
    expect(signedNotice(SECRET, notice, at(-300_000))).not.toBeNull();
    expect(signedNotice(SECRET, notice, at(300_001))).toBeNull();
    expect(signedNotice(SECRET, notice, at(-300_001))).toBeNull();
    expect(signedNotice(SECRET, notice, at(2 * 86_400_000))).toBeNull();
  });

  test('no header brings it down', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseSignature(text)));
  });
});

const invoiceId = '01a20065-1369-72e3-b232-24cbce5be669';
const owed = { invoiceId, amountCents: 3590 };
const approved: ProviderPayment = {
  id: '1',
  status: 'approved',
  amountCents: 3590,
  refundedCents: 0,
  currency: 'BRL',
  reference: referenceOf(invoiceId),
};

test.each<[string, Partial<ProviderPayment>, string]>([
  ['approved and whole', {}, 'settle'],
  ['a cent less', { amountCents: 3589 }, 'review amount'],
  ['a cent more', { amountCents: 3591 }, 'review amount'],
  ['no amount', { amountCents: null }, 'review amount'],
  ['another currency', { currency: 'ARS' }, 'review currency'],
  ['no currency', { currency: null }, 'review currency'],
  ['another invoice', { reference: referenceOf('x') }, 'review reference'],
  ['no reference', { reference: null }, 'review reference'],
  ['partly given back', { refundedCents: 1 }, 'review refunded'],
  ['given back', { status: 'refunded' }, 'review refunded'],
  ['charged back', { status: 'charged_back' }, 'review refunded'],
  ['cancelled', { status: 'cancelled' }, 'end cancelled'],
  ['rejected', { status: 'rejected' }, 'end cancelled'],
  ['pending', { status: 'pending' }, 'wait'],
  ['in process', { status: 'in_process' }, 'wait'],
  ['a word nobody knows', { status: 'APPROVED' }, 'wait'],
])('%s', (_, change, verdict) => {
  const judged = judge({ ...approved, ...change }, owed);
  expect('reason' in judged ? `${judged.kind} ${judged.reason}` : judged.kind).toBe(verdict);
});

test('amounts: every whole number of centavos survives the wire, nothing else is one', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2e9 }), (c) => centsOf(JSON.parse(String(c / 100))) === c));
  for (const wrong of ['35.90', null, -1, Number.NaN, 35.905, {}]) expect(centsOf(wrong)).toBeNull();
});

test('references and times as the provider writes them', () => {
  expect(invoiceOf(referenceOf(invoiceId))).toBe(invoiceId);
  expect(invoiceOf("inv_' or 1=1")).toBeNull();
  expect(providerTime(new Date('2026-11-23T02:59:59Z'))).toBe('2026-11-22T23:59:59.000-03:00');
});

test('asks soon while the code is young, hourly later, and stops after its end', () => {
  const charge = { createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  expect(nextLook(charge, now)).toEqual(at(2));
  expect(nextLook(charge, at(10))).toEqual(at(20));
  expect(nextLook(charge, at(600))).toEqual(at(660));
  expect(nextLook(charge, at(26 * 60 + 1))).toBeNull();
});
