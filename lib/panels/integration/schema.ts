import { z } from 'zod';
import { expiryOf, statusOf, text, upper, yes } from '@/lib/panels/sigma/schema';
import type { Row } from './rules';

/** The shapes of the integration API v1: projections, like those of the webhook API. */

/**
 * The answer with its fields named as the webhook API names them: nobody has published which of the two cases v1
 * uses. As deep as a row in its envelope; what lies deeper is left out.
 */
export function snaked(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth > 3) return null;
  if (Array.isArray(value)) return value.map((item) => snaked(item, depth + 1));
  const plain = Object.entries(value);
  const renamed = plain.map(([name, item]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    snaked(item, depth + 1),
  ]);
  return Object.fromEntries(renamed);
}

const envelopeShape = z.object({ data: z.array(z.unknown()) });
const rowShape = z.object({
  // It becomes a part of an address.
  id: text.pipe(z.string().regex(/^[\w-]{1,64}$/)),
  username: text.pipe(z.string().min(1)),
  status: upper,
  package_id: text,
  user_id: text,
  name: text,
  whatsapp: text,
  is_trial: yes,
});

/** The customers of one page; null when the answer is no list of customers. */
export function rowsOf(body: unknown, zone: string): Row[] | null {
  const data = envelopeShape.safeParse(body).data?.data;
  const rows = data?.flatMap((item) => {
    const row = rowShape.safeParse(item).data;
    return row ? [rowOf(row, expiryOf(item, zone))] : [];
  });
  return !rows || (rows.length === 0 && data?.length !== 0) ? null : rows;
}

const rowOf = (row: z.output<typeof rowShape>, expiresAt: Date | null): Row => ({
  id: row.id,
  username: row.username,
  status: statusOf(row.status),
  expiresAt,
  packageId: row.package_id,
  ownerId: row.user_id,
  name: row.name || null,
  whatsapp: row.whatsapp || null,
  trial: row.is_trial,
  expired: row.status === 'EXPIRED',
});
