import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { channels } from '@/db/schema/messages';
import { accessKeys } from '@/db/schema/receipts';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { keyFor } from '@/lib/keys/commands';
import { HOUR_MS } from '@/lib/time';
import { silentSince } from './queries';

let t: TestDatabase;
let ana: Actor;
const opened = new Date('2026-11-20T08:00:00Z');
const after = (hours: number) => new Date(opened.getTime() + hours * HOUR_MS);

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

test('a connected gateway is silent after half a day without an event, if there are groups to hear', async () => {
  const { resellerId } = ana;
  await keyFor(resellerId, 'evolution');
  const at = { checkedAt: opened, createdAt: opened };
  const secret = { keyEncrypted: 'x', keyLast4: 'abcd', keyOrigin: 'https://evolution.test' };
  const where = { baseUrl: secret.keyOrigin, instance: 'ana' };
  await t.db
    .insert(channels)
    .values({ id: newId(), resellerId, kind: 'evolution', state: 'open', ...secret, ...where, ...at });
  expect(await silentSince(resellerId, after(13)), 'no group, nothing to expect').toBeNull();
  await t.db.insert(groups).values({ id: newId(), resellerId, name: 'Vendas', jid: '1203@g.us' });
  expect(await silentSince(resellerId, after(11)), 'a night').toBeNull();
  expect(await silentSince(resellerId, after(13))).toEqual(opened);
  await t.db
    .update(accessKeys)
    .set({ lastUsedAt: after(2) })
    .where(eq(accessKeys.resellerId, resellerId));
  expect(await silentSince(resellerId, after(13))).toBeNull();
  expect(await silentSince(resellerId, after(15))).toEqual(after(2));
  await t.db.update(channels).set({ state: 'closed' }).where(eq(channels.resellerId, resellerId));
  expect(await silentSince(resellerId, after(15)), 'its own notice says so').toBeNull();
});
