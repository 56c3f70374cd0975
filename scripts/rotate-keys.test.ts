import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { SEALED } from './rotate-keys';

const OLD = process.env.ENCRYPTION_KEYS ?? '';
const NEW = `k2:${Buffer.alloc(32, 7).toString('base64')}`;
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => t.drop());

/** A process that starts with these keys. */
async function startedWith<M>(keys: string, load: () => Promise<M>): Promise<M> {
  vi.stubEnv('ENCRYPTION_KEYS', keys);
  vi.resetModules();
  return load();
}
const cryptoWith = (keys: string) => startedWith(keys, () => import('@/lib/crypto'));

test('afterwards everything opens without the old key, an import under way too', async () => {
  const { seal } = await cryptoWith(OLD);
  const { resellerId } = await t.reseller();
  const [serverId, planId, id, batchId] = [newId(), newId(), newId(), newId()];
  const password = { resellerId, recordId: id, column: 'password' };
  const cells = { resellerId, recordId: `${batchId}:2`, column: 'cells' };
  const head = { resellerId, recordId: `${batchId}:head`, column: 'cells' };
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'S' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
  const client = {
    id,
    resellerId,
    serverId,
    planId,
    name: 'Ana',
    username: 'ana',
    search: 'ana',
    expiresAt: new Date(),
  };
  await t.db.insert(clients).values({ ...client, passwordEncrypted: seal('senha', password) });
  const batch = {
    id: batchId,
    resellerId,
    userId: newId(),
    userName: 'Ana',
    fileName: 'a.csv',
    source: 'other' as const,
  };
  await t.db
    .insert(importBatches)
    .values({ ...batch, rowCount: 2, headSealed: seal('titulos', head), headKeys: [], fields: [] });
  await t.db.insert(importRows).values([
    { batchId, n: 2, resellerId, cellsSealed: seal('celulas', cells) },
    { batchId, n: 3, resellerId, cellsSealed: '' },
  ]);

  const rotate = await startedWith(`${NEW},${OLD}`, () => import('./rotate-keys'));
  expect(await rotate.rotateKeys()).toEqual({ resealed: 3, key: 'k2' });
  expect(await rotate.rotateKeys()).toEqual({ resealed: 0, key: 'k2' });

  const { unseal } = await cryptoWith(NEW);
  const [kept] = await t.db.select().from(clients);
  const [opened] = await t.db.select().from(importBatches);
  const [line, forgotten] = await t.db.select().from(importRows).orderBy(importRows.n);
  expect(unseal(kept?.passwordEncrypted ?? '', password)).toBe('senha');
  expect(unseal(opened?.headSealed ?? '', head)).toBe('titulos');
  expect(unseal(line?.cellsSealed ?? '', cells)).toBe('celulas');
  expect(forgotten?.cellsSealed).toBe('');
});

test('no sealed column is forgotten', async () => {
  const columns = await t.sql<{ name: string }[]>`select table_name || '.' || column_name as name
    from information_schema.columns where table_schema = 'public'
      and (column_name like '%\\_encrypted' or column_name like '%\\_sealed' or column_name = 'totp_secret')`;
  const listed = SEALED.map(([table, column]) => `${table}.${column}`);
  expect(columns.map((c) => c.name).sort()).toEqual([...listed].sort());
});
