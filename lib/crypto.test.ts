import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Place } from './crypto';

const K1 = `k1:${randomBytes(32).toString('base64')}`;
const K2 = `k2:${randomBytes(32).toString('base64')}`;
const place: Place = { resellerId: 'r1', recordId: 'c1', column: 'clients.password' };

/** The module as a process with these keys would load it. */
async function withKeys(keys: string) {
  vi.stubEnv('ENCRYPTION_KEYS', keys);
  vi.resetModules();
  return import('./crypto');
}
afterEach(() => vi.unstubAllEnvs());

describe('seal and unseal', () => {
  it('gives back any text', async () => {
    const { seal, unseal } = await withKeys(K1);
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (t) => unseal(seal(t, place), place) === t),
    );
  });

  it('gives back an empty text', async () => {
    const { seal, unseal } = await withKeys(K1);
    expect(unseal(seal('', place), place)).toBe('');
  });

  it('never makes the same value twice and shows nothing of the text', async () => {
    const { seal } = await withKeys(K1);
    const sealed = Array.from({ length: 50 }, () => seal('canary-token', place));
    expect(new Set(sealed).size).toBe(50);
    expect(sealed.join()).not.toContain('canary');
  });

  it('opens nothing after any one byte was changed (S31)', async () => {
    const { seal, unseal } = await withKeys(K1);
    const sealed = seal('canary-token', place);
    const parts = sealed.split('.');
    for (let part = 2; part < parts.length; part++) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const value = parts.with(part, changed.toString('base64url')).join('.');
        expect(() => unseal(value, place), `part ${part} byte ${at}`).toThrow();
      }
      expect(() => unseal(parts.with(part, '').join('.'), place)).toThrow();
    }
    for (let at = 0; at < sealed.indexOf('.', 3); at++) {
      expect(() => unseal(`${sealed.slice(0, at)}x${sealed.slice(at + 1)}`, place)).toThrow();
    }
  });

  it('opens nothing that was moved to another reseller, record or column (S31)', async () => {
    const { seal, unseal } = await withKeys(K1);
    const sealed = seal('canary-token', place);
    for (const moved of [{ resellerId: 'r2' }, { recordId: 'c2' }, { column: 'clients.notes' }]) {
      expect(() => unseal(sealed, { ...place, ...moved })).toThrow();
    }
    // The parts of a place do not run into each other.
    expect(() => unseal(sealed, { resellerId: 'r', recordId: '1c1', column: place.column })).toThrow();
  });

  it('refuses a shortened authentication tag', async () => {
    const { seal, unseal } = await withKeys(K1);
    const parts = seal('canary-token', place).split('.');
    const cut = Buffer.from(parts[6] ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => unseal(parts.with(6, cut).join('.'), place)).toThrow();
  });
});

describe('key rotation (S32)', () => {
  it('seals with the first key and opens with any held', async () => {
    const before = await withKeys(K1);
    const old = before.seal('canary-token', place);
    const both = await withKeys(`${K2},${K1}`);
    expect(both.unseal(old, place)).toBe('canary-token');
    const renewed = both.seal('canary-token', place);
    expect(renewed).toMatch(/^v1\.k2\./);
    const after = await withKeys(K2);
    expect(after.unseal(renewed, place)).toBe('canary-token');
    expect(() => after.unseal(old, place)).toThrow();
  });

  it.each(['', 'k1', 'k1:', ':abc', 'k1:c2hvcnQ=', `${K1},k2:`])('does not start with %j', async (keys) => {
    await expect(withKeys(keys).then(({ seal }) => seal('x', place))).rejects.toThrow();
  });
});

describe('secrets compared and made', () => {
  it('compares secrets of any length', async () => {
    const { sameSecret } = await withKeys(K1);
    expect(sameSecret('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abcd', 'abC', 'abc\u0000']) expect(sameSecret('abc', other)).toBe(false);
  });

  it('hashes passwords with argon2id, whole and salted (S30)', async () => {
    const { hashPassword, passwordMatches } = await withKeys(K1);
    const long = 'x'.repeat(100);
    const hashed = await hashPassword(`${long}a`);
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword(`${long}a`)).not.toBe(hashed);
    expect(await passwordMatches(hashed, `${long}a`)).toBe(true);
    expect(await passwordMatches(hashed, `${long}b`)).toBe(false);
    expect(await passwordMatches(await hashPassword('ab\u0000cd'), 'ab\u0000ce')).toBe(false);
    expect(await passwordMatches(null, 'x')).toBe(false);
    expect(await passwordMatches('no hash at all', 'x')).toBe(false);
  });

  it('makes passwords that can be read aloud', async () => {
    const { temporaryPassword } = await withKeys(K1);
    const made = Array.from({ length: 100 }, () => temporaryPassword());
    for (const password of made) expect(password).toMatch(/^[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){2}$/);
    expect(new Set(made).size).toBe(100);
  });
});
