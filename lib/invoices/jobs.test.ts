import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { DAY_MS } from '@/lib/time';
import { cancelInvoice } from './commands';
import { makeDueInvoices } from './jobs';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let ana: Actor;
let planId: string;
let serverId: string;

beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  ana = await t.reseller();
  const { resellerId } = ana;
  [serverId, planId] = [newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'S' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
});
afterAll(() => t.drop());

async function expiring(inDays: number, count = 1): Promise<string[]> {
  const expiresAt = new Date(now.getTime() + inDays * DAY_MS);
  const blank = {
    resellerId: ana.resellerId,
    serverId,
    planId,
    name: 'Ana',
    passwordEncrypted: 'x',
    search: '',
  };
  const made = Array.from({ length: count }, () => {
    const id = newId();
    return { ...blank, id, username: id, expiresAt };
  });
  await t.db.insert(clients).values(made);
  return made.map((c) => c.id);
}
const mine = () => t.db.select().from(invoices).where(eq(invoices.resellerId, ana.resellerId));
const tick = async () => {
  const count = { planned: 0, done: 0, skipped: 0, failed: 0 };
  await makeDueInvoices(now, count);
  return count;
};

test('thousands who left long ago do not hide who must pay', async () => {
  await expiring(-60, 2_100);
  const [due] = await expiring(9);
  await expiring(12);
  await tick();
  expect((await mine()).map((i) => i.clientId)).toEqual([due]);
});

test('what a person cancelled is not made again; the next period is', async () => {
  const [clientId = ''] = await expiring(5);
  await tick();
  const [made] = await mine();
  expect(await cancelInvoice(ana, made?.id ?? '', now)).toBe(true);
  expect((await tick()).planned).toBe(0);
  await t.db
    .update(clients)
    .set({ expiresAt: new Date(now.getTime() + 6 * DAY_MS) })
    .where(eq(clients.id, clientId));
  await tick();
  expect((await mine()).map((i) => [i.state, i.period]).sort()).toEqual([
    ['cancelled', '2026-11-26'],
    ['open', '2026-11-27'],
  ]);
});

test('one whose invoice cannot be written holds up nobody', async () => {
  const [broken = '', fine] = [...(await expiring(3)), ...(await expiring(4))];
  await t.sql.unsafe(`create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
    create trigger refuse before insert on invoices for each row when (new.client_id = '${broken}')
    execute function refuse()`);
  expect(await tick()).toMatchObject({ planned: 2, done: 1, failed: 1 });
  expect((await mine()).map((i) => i.clientId)).toEqual([fine]);
});
