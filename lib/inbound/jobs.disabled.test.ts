import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupAdmins } from '@/db/schema/groups';
import { inboundEvents } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { upsertPayload } from '@/lib/channels/evolution/fake-inbound';
import { keyFor } from '@/lib/keys/commands';
import { receiveEvolution, runInbound } from './jobs';

let t: TestDatabase;
beforeAll(async () => {
  process.env.SISTEMA_PACOTES_ENABLED = '0';
  t = await testDatabase();
});
afterAll(() => t.drop());

test('switched off, nothing is answered and nothing is done', async () => {
  const { resellerId } = await t.reseller({ country: 'MZ' });
  await t.db.insert(groupAdmins).values({ resellerId, groupId: null, phone: '+258840000009', name: 'Ana' });
  const key = await keyFor(resellerId, 'evolution');
  const now = new Date();
  const body = Buffer.from(JSON.stringify(upsertPayload({ text: '.pacotes_todos', phone: '258840000009' })));
  expect(await receiveEvolution(key, null, body, now)).toBe(200);
  const [event] = await t.db.select().from(inboundEvents).where(eq(inboundEvents.resellerId, resellerId));
  expect(await runInbound(event?.id ?? '', () => now)).toBe('disabled');
  expect(await t.db.select().from(messages)).toEqual([]);
});
