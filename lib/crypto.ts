import 'server-only';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { ResellerId } from '@/db/ids';
import { env } from './env';

/**
 * Envelope encryption, AES-256-GCM: every value has its own data key, wrapped by the current
 * key-encryption key. Form: v1.kid.wrapIv.wrapTag.wrappedKey.iv.tag.ciphertext (base64url).
 * `place` binds a value to reseller, record and column, so that a ciphertext moved elsewhere does not open.
 */
export type Place = { resellerId: string; recordId: string; column: string };

/** The place of a client's password. Sealed at any other, it could not be read again. */
export const passwordPlace = (resellerId: ResellerId, clientId: string): Place => ({
  resellerId,
  recordId: clientId,
  column: 'password',
});

export function seal(plain: string, place: Place): string {
  const [current] = keyring();
  if (!current) throw new Error('ENCRYPTION_KEYS is empty');
  const dataKey = randomBytes(32);
  const aad = aadOf(place, current.kid);
  return [
    'v1',
    current.kid,
    ...encrypt(current.key, dataKey, aad),
    ...encrypt(dataKey, Buffer.from(plain), aad),
  ].join('.');
}

/** Opens what `seal` made. Throws when the value was changed, moved, or its key is gone. */
export function unseal(sealed: string, place: Place): string {
  const [version, kid, wrapIv, wrapTag, wrapped, iv, tag, ciphertext] = sealed.split('.');
  const held = keyring().find((k) => k.kid === kid);
  if (version !== 'v1' || !held || !kid || ciphertext === undefined)
    throw new Error('Sealed value cannot be opened');
  const aad = aadOf(place, kid);
  const dataKey = decrypt(held.key, wrapIv, wrapTag, wrapped, aad);
  return decrypt(dataKey, iv, tag, ciphertext, aad).toString();
}

/** SHA-256 in hex: for unguessable tokens of 128 bits or more, which need no salt. */
export const fingerprint = (value: string): string => createHash('sha256').update(value).digest('hex');

/** HMAC-SHA256 in hex, over a text or over bytes as they came. */
export const hmac = (secret: string, text: string | Buffer): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Compares secrets of any length in constant time. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/** 128 random bits for links and keys, URL-safe. */
export const randomToken = (): string => randomBytes(16).toString('base64url');

/** A password somebody types from a screen or a phone call: 60 bits, no letter that looks like another. */
export const temporaryPassword = (): string =>
  [0, 1, 2].map(() => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-');

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
// OWASP's first choice for argon2id: 19 MiB, two passes.
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
let decoy: Promise<string> | undefined;

/** argon2id with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

/**
 * Whether a password opens a hash. Without a hash the same work is done on one that nothing opens, so that
 * the time does not tell whether the account exists (attack S24).
 */
export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomToken());
  const nothing = await decoy;
  const matches = await verify(hashed ?? nothing, password).catch(() => false);
  return hashed !== null && matches;
}

function keyring(): { kid: string; key: Buffer }[] {
  return env()
    .ENCRYPTION_KEYS.split(',')
    .map((entry) => {
      const at = entry.indexOf(':');
      const kid = entry.slice(0, at).trim();
      const raw = Buffer.from(entry.slice(at + 1).trim(), 'base64');
      if (at < 1 || raw.length !== 32) throw new Error('ENCRYPTION_KEYS: expected "kid:<32 bytes base64>"');
      return { kid, key: Buffer.from(hkdfSync('sha256', raw, '', 'ultragestor data', 32)) };
    });
}

const aadOf = (p: Place, kid: string) =>
  Buffer.from([p.resellerId, p.recordId, p.column, kid].join('\u2016'));

function encrypt(key: Buffer, plain: Buffer, aad: Buffer): [string, string, string] {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
  const out = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [iv, cipher.getAuthTag(), out].map((b) => b.toString('base64url')) as [string, string, string];
}

function decrypt(key: Buffer, iv = '', tag = '', ciphertext = '', aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
  decipher.setAAD(aad).setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]);
}
