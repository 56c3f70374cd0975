import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { activatePackage } from '@/lib/packages/commands';
import { cancelPackage } from '@/lib/packages/lifecycle/commands';
import { sheetFor } from '@/lib/sheets/queries';
import { addAdmin, removeAdmin } from './admins/commands';
import { adminRights, adminsOf } from './admins/queries';
import { archiveGroup, restoreGroup, saveGroup } from './commands';
import { savePrices } from './prices/commands';
import { currentPrices, priceVersions } from './prices/queries';
import { priceTableSchema } from './prices/schema';
import { groupById, groupByJid, groupSummaries, groupsOf } from './queries';
import { readJid } from './rules';
import { setGroupSheets } from './sheets/commands';
import { groupSheets } from './sheets/queries';

const now = new Date('2026-11-22T10:00:00Z');
const JID = '120363000000000000@g.us';
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  [ana, bia] = [await t.reseller({ country: 'MZ' }), await t.reseller({ country: 'MZ' })];
});

const values = { name: 'Loja', jid: JID as string | null, slotMb: null, slotCents: null };
async function made(actor: Actor, change: Partial<typeof values> = {}): Promise<string> {
  const saved = await saveGroup(actor, null, { ...values, ...change }, now);
  return saved.ok ? saved.id : '';
}

test.each([
  ['120363000000000000', JID],
  [` ${JID.toUpperCase()} `, JID],
  ['258840000001-1600000000', '258840000001-1600000000@g.us'],
  ['258840000001', null],
  ['258840000001@s.whatsapp.net', null],
  ['Loja', null],
])('%s is the group %s', (typed, jid) => expect(readJid(typed)).toBe(jid));

test('a WhatsApp group belongs to one of a reseller’s groups; another reseller may have it too', async () => {
  const id = await made(ana);
  expect(await saveGroup(ana, null, { ...values, name: 'Outra' }, now)).toEqual({
    ok: false,
    reason: 'jid_taken',
  });
  expect(await saveGroup(bia, id, values, now)).toEqual({ ok: false, reason: 'absent' });
  expect(await made(bia)).not.toBe('');
  expect((await groupByJid(t.db, ana.resellerId, JID))?.id).toBe(id);
  expect(await groupById(t.db, bia.resellerId, id)).toBeNull();
  expect(await groupById(t.db, ana.resellerId, 'x')).toBeNull();
  expect(await saveGroup(ana, id, { ...values, name: 'Nova' }, now)).toEqual({ ok: true, id });
  expect((await groupsOf(ana.resellerId)).map((g) => g.name)).toEqual(['Nova']);
});

test('archived only without packages under way; then it answers no commands and can come back', async () => {
  const id = await made(ana);
  const wish = { reference: 'ABC123', number: '+258845123456', groupId: id, days: 3, startAt: now };
  const sold = await t.db.transaction((tx) =>
    activatePackage(tx, ana, { ...wish, sold: null, tell: false }, now),
  );
  expect(await archiveGroup(ana, id, now)).toEqual({ ok: false, reason: 'in_use' });
  expect(await groupSummaries(ana.resellerId)).toMatchObject([{ id, packages: 1, prices: 0 }]);
  if (sold.ok) await cancelPackage(ana, { id: sold.subscription.id }, now);
  expect(await archiveGroup(bia, id, now)).toEqual({ ok: false, reason: 'absent' });
  expect(await archiveGroup(ana, id, now)).toEqual({ ok: true, id });
  expect(await groupByJid(t.db, ana.resellerId, JID)).toBeNull();
  expect(await saveGroup(ana, null, values, now)).toEqual({ ok: false, reason: 'jid_archived' });
  expect(await restoreGroup(bia, id, now)).toEqual({ ok: false, reason: 'absent' });
  expect(await restoreGroup(ana, id, now)).toEqual({ ok: true, id });

  const waiting = () =>
    t.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const late = await t.sql.begin(async (tx) => {
    await tx`select 1 from groups where id = ${id} for update`;
    const again = { ...wish, reference: 'ABC124', sold: null, tell: false };
    const selling = t.db.transaction((other) => activatePackage(other, ana, again, now));
    await expect.poll(waiting, { interval: 5 }).toHaveLength(1);
    await tx`update groups set archived_at = now() where id = ${id}`;
    return { selling };
  });
  expect(await late.selling).toEqual({ ok: false, reason: 'no_group' });
});

test('admins of one group or of all; nobody without a phone', async () => {
  const [id, other] = [await made(ana), await made(ana, { jid: null, name: 'Balcão' })];
  const [rui, eva] = ['+258840000001', '+258840000002'];
  expect(await addAdmin(ana, { groupId: id, phone: rui, name: 'Rui' }, now)).toEqual({ ok: true });
  expect(await addAdmin(ana, { groupId: id, phone: rui, name: 'Rui' }, now)).toEqual({
    ok: false,
    reason: 'twice',
  });
  expect(await addAdmin(ana, { groupId: null, phone: eva, name: 'Eva' }, now)).toEqual({ ok: true });
  expect(await addAdmin(ana, { groupId: null, phone: eva, name: 'Eva' }, now)).toMatchObject({
    reason: 'twice',
  });
  expect(await addAdmin(bia, { groupId: id, phone: rui, name: 'Rui' }, now)).toMatchObject({
    reason: 'group_absent',
  });
  expect(await adminRights(t.db, ana.resellerId, rui)).toEqual({ all: false, groups: [id] });
  expect(await adminRights(t.db, ana.resellerId, eva)).toEqual({ all: true, groups: [] });
  expect(await adminRights(t.db, bia.resellerId, eva)).toEqual({ all: false, groups: [] });
  expect(await adminRights(t.db, ana.resellerId, null)).toEqual({ all: false, groups: [] });
  expect((await adminsOf(ana.resellerId, other)).map((a) => a.name)).toEqual(['Eva']);
  const [first] = await adminsOf(ana.resellerId, id);
  expect(await removeAdmin(bia, first?.id ?? '', now)).toMatchObject({ reason: 'absent' });
  expect(await removeAdmin(ana, first?.id ?? '', now)).toEqual({ ok: true });
});

test('own sheets: kept sealed, kept as they are, and given back', async () => {
  const id = await made(ana);
  const url = 'https://script.google.com/macros/s/AAAABBBBCCCC/exec';
  const at = () => sheetFor(t.db, ana.resellerId, id, 'orders');
  expect(await setGroupSheets(ana, id, { orders: 'keep', payments: 'inherit' }, now)).toEqual({
    ok: false,
    reason: 'no_url',
    book: 'orders',
  });
  expect(await setGroupSheets(bia, id, { orders: { url }, payments: 'inherit' }, now)).toMatchObject({
    reason: 'absent',
  });
  expect(await setGroupSheets(ana, id, { orders: { url }, payments: 'inherit' }, now)).toEqual({ ok: true });
  const sheet = await at();
  expect(sheet).not.toBeNull();
  expect(await setGroupSheets(ana, id, { orders: 'keep', payments: { url } }, now)).toEqual({ ok: true });
  expect(await at()).toBe(sheet);
  const group = await groupById(t.db, ana.resellerId, id);
  expect(group && (await groupSheets(group))).toEqual({
    orders: expect.stringContaining('…CCCC'),
    payments: expect.any(String),
  });
  expect(await setGroupSheets(ana, id, { orders: 'inherit', payments: 'inherit' }, now)).toEqual({
    ok: true,
  });
  expect(await at()).toBeNull();
});

test('prices: every saving is a version, two people at once do not overwrite each other', async () => {
  const groupId = await made(ana);
  const row = (price: string, mb: string, days: number | null, chosen = false) => ({
    price,
    mb,
    days,
    label: 'x',
    chosen,
  });
  const input = (base: number, rows: ReturnType<typeof row>[], left: number[] = []) =>
    priceTableSchema.parse({ groupId, base, source: '', rows, left });
  const first = [row('44', '2000', 3), row('12,50', '600', null)];
  expect(await savePrices(bia, input(0, first), now)).toEqual({ ok: false, reason: 'absent' });
  const both = await Promise.all([
    savePrices(ana, input(0, first), now),
    savePrices(ana, input(0, first), now),
  ]);
  expect(both.map((w) => (w.ok ? w.version : w.reason)).sort()).toEqual([1, 'changed']);
  for (const base of [0, 1])
    expect(await savePrices(ana, input(base, []), now)).toEqual({ ok: false, reason: 'empty' });
  const tied = [...first, row('44', '2100', 5)];
  expect(await savePrices(ana, input(1, tied), now)).toEqual({ ok: false, reason: 'tie', priceCents: 4_400 });
  expect(await savePrices(ana, input(1, [...first, ...first]), now)).toMatchObject({ reason: 'twice' });
  expect(await savePrices(ana, input(1, tied, [4_400]), now)).toEqual({ ok: true, version: 2 });
  const decided = [...first, row('44', '2100', 5, true)];
  expect(await savePrices(ana, input(2, decided), now)).toEqual({ ok: true, version: 3 });
  const kept = await currentPrices(t.db, ana.resellerId, groupId);
  expect(kept.map((p) => [p.priceCents, p.mb, p.days, p.chosen])).toEqual([
    [4_400, 2_000, 3, false],
    [1_250, 600, null, false],
    [4_400, 2_100, 5, true],
  ]);
  expect((await priceVersions(ana.resellerId, groupId)).map((v) => v.version)).toEqual([3, 2, 1]);
  expect(await currentPrices(t.db, bia.resellerId, groupId)).toEqual([]);
  expect(await savePrices(ana, { ...input(3, first), groupId: newId() }, now)).toMatchObject({
    reason: 'absent',
  });
});
