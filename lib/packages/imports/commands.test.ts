import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { deliverDue } from '../delivery/jobs';
import { applyPlan, discardPlan, keepPlan } from './commands';
import { importView } from './queries';
import { planTakeover } from './rules';
import { readFiles } from './schema';

let t: TestDatabase;
let actor: Actor;
const now = new Date('2025-11-20T09:00:00Z');

beforeAll(async () => {
  t = await testDatabase();
  actor = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

const entry = (numero: string, referenciaOriginal: string) => ({
  ...{ numero, referenciaOriginal, grupoId: '120363355803754045@g.us', diasTotal: 3, renovacoes: 1 },
  ...{ dataInicio: '2025-11-18T10:00:00.000Z', status: 'ativo', megasIniciais: 2000, valorMTInicial: 44 },
});
const history = [
  {
    numero: '845123456',
    referenciaOriginal: 'ABC123',
    novaReferencia: 'ABC123D2',
    timestamp: '2025-11-19T08:30:00Z',
  },
];
const keep = (packages: unknown) =>
  keepPlan(
    actor,
    planTakeover(
      readFiles({ packages, history }),
      { zone: 'Africa/Maputo', country: 'MZ', hours: 'local', late: 'deliver' },
      now,
    ),
    now,
  );

it('shows a diff, takes over once, and goes on delivering under references never used before', async () => {
  const id = await keep({ a: entry('845123456', 'ABC123'), b: entry('852118624', 'XYZ789') });
  const before = await importView(actor.resellerId, id);
  expect(before?.packages.map((p) => [p.reference, p.class])).toEqual([
    ['ABC123', 'new'],
    ['XYZ789', 'new'],
  ]);
  expect(before?.newGroups).toEqual(['120363355803754045@g.us']);
  expect(await t.db.select().from(packageSubscriptions)).toEqual([]);

  expect(await applyPlan(actor, { id }, now)).toEqual({ taken: 2 });
  expect(await applyPlan(actor, { id }, now)).toBeNull();
  expect(await t.db.select().from(groups)).toHaveLength(1);
  const after = await importView(actor.resellerId, id);
  expect([after?.taken, after?.packages.map((p) => p.class)]).toEqual([2, ['same', 'same']]);

  await deliverDue(async () => now);
  const rows = await t.db
    .select()
    .from(sheetRows)
    .where(eq(sheetRows.book, 'orders'))
    .orderBy(asc(sheetRows.reference));
  // D2 was the old system's first: D3 is the second renewal of both, 1 h late.
  expect(rows.map((r) => r.reference)).toEqual(['ABC123D3', 'XYZ789D3']);
});

it('says what is here already under another number, and leaves it', async () => {
  const id = await keep({
    a: entry('841111111', 'ABC123'),
    b: entry('842222222', 'ABC123D3'),
    c: entry('843333333', 'NEW001'),
  });
  const view = await importView(actor.resellerId, id);
  expect(view?.packages.map((p) => p.class)).toEqual(['conflict', 'conflict', 'new']);
  expect(view?.refused).toEqual([]);
});

it('brings an archived group of the file back, and says so before', async () => {
  const [group] = await t.db.update(groups).set({ archivedAt: now }).returning();
  const id = await keep({ a: entry('844444444', 'BACK01') });
  const view = await importView(actor.resellerId, id);
  expect([view?.newGroups, view?.backGroups]).toEqual([[], [group?.name]]);
  expect(await applyPlan(actor, { id }, now)).toEqual({ taken: 1 });
  const trail =
    await t.sql`select action from audit_events where subject_id = ${group?.id ?? ''} order by id`;
  expect(trail.map((row) => row.action)).toEqual(['group.created', 'group.restored']);
  expect((await t.db.select().from(groups)).map((row) => row.archivedAt)).toEqual([null]);
});

it('is another reseller’s to nobody', async () => {
  const id = await keep({ a: entry('845123456', 'OTHER1') });
  const other = await t.reseller({ country: 'MZ' });
  expect(await importView(other.resellerId, id)).toBeNull();
  expect(await applyPlan(other, { id }, now)).toBeNull();
  expect(await discardPlan(other, { id })).toBe(false);
  expect(await discardPlan(actor, { id })).toBe(true);
  const slots = await t.db.select().from(packageSlots).where(eq(packageSlots.reference, 'OTHER1D1'));
  expect(slots).toEqual([]);
});
