import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { connectGateway } from './jobs';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let ana: Actor;
beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
});
afterAll(() => t.drop());

const connect = (baseUrl: string) =>
  connectGateway(ana, { baseUrl, instance: 'loja1', apiKey: 'chave-da-evolution' }, now);
const kept = () => t.sql`select base_url from channels where reseller_id = ${ana.resellerId}`;

test.each(['https://169.254.169.254', 'http://10.0.0.1:8080', 'https://evo.internal', 'https://[::1]'])(
  '%s may not be called and is not kept',
  async (baseUrl) => {
    expect(await connect(baseUrl)).toMatchObject({ reason: 'address_refused' });
    expect(await kept()).toEqual([]);
  },
);

test('a name that resolves to nothing yet is kept: each call judges its address anew', async () => {
  expect(await connect('https://evo.invalid')).toMatchObject({ reason: 'unreachable' });
  expect(await kept()).toEqual([{ base_url: 'https://evo.invalid' }]);
});
