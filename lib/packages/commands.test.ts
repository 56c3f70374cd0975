import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { packageReferences, packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { formatDateTime } from '@/lib/time';
import { activatePackage } from './commands';
import type { Activation } from './schema';

let t: TestDatabase;
let actor: Actor;
let groupId: string;
const now = new Date('2025-11-18T08:00:00Z');

beforeAll(async () => {
  t = await testDatabase();
  actor = await t.reseller({ country: 'MZ' });
  groupId = newId();
  await t.db
    .insert(groups)
    .values({ id: groupId, resellerId: actor.resellerId, name: 'Vendas', jid: '120363000000000001@g.us' });
});
afterAll(() => t.drop());

const wish = (over: Partial<Activation> = {}): Activation => ({
  ...{ reference: 'ABC123', number: '+258845123456', groupId, days: 5, startAt: now, sold: null, tell: true },
  ...over,
});
const activate = (over: Partial<Activation>, as = actor) =>
  t.db.transaction((tx) => activatePackage(tx, as, wish(over), now));

describe('activatePackage', () => {
  it('by hand makes the slots only, each with its reference and hour', async () => {
    const made = await activate({});
    if (!made.ok) throw new Error(made.reason);
    const slots = await t.db
      .select()
      .from(packageSlots)
      .where(eq(packageSlots.subscriptionId, made.subscription.id))
      .orderBy(asc(packageSlots.k));
    expect(
      slots.map((s) => [s.reference, formatDateTime(s.dueAt, 'Africa/Maputo'), s.mb, s.cents, s.state]),
    ).toEqual([
      ['ABC123D1', '19/11/2025 08:00', 100, 1250, 'owed'],
      ['ABC123D2', '20/11/2025 08:00', 100, 1250, 'owed'],
      ['ABC123D3', '21/11/2025 08:00', 100, 1250, 'owed'],
      ['ABC123D4', '22/11/2025 08:00', 100, 1250, 'owed'],
      ['ABC123D5', '23/11/2025 08:00', 100, 1250, 'owed'],
    ]);
    expect(formatDateTime(made.subscription.expiresAt, 'Africa/Maputo')).toBe('23/11/2025 10:00');
    expect(await t.db.select().from(sheetRows)).toEqual([]);
    expect(made.subscription).toMatchObject({
      mode: 'manual',
      typeName: '5 Dias',
      nextRunAt: slots[0]?.dueAt,
    });
  });

  it('sold here writes order, payment and the group’s message with it', async () => {
    const made = await activate({
      reference: 'SOLD1',
      number: '+258852118624',
      sold: { mb: 2000, cents: 4400 },
    });
    if (!made.ok) throw new Error(made.reason);
    const rows = await t.db
      .select()
      .from(sheetRows)
      .where(eq(sheetRows.subscriptionId, made.subscription.id));
    expect(rows.map((r) => `${r.book} ${r.reference}|${r.value}|${r.number} ${r.message}`).sort()).toEqual([
      'orders SOLD1|2000|852118624 Pacote automatico: SOLD1|2000|852118624',
      'payments SOLD1|44|852118624 Pacote automatico: Renovacao SOLD1 - 44MT para 852118624',
    ]);
    const [told] = await t.db.select().from(messages).where(eq(messages.subjectId, made.subscription.id));
    expect(told).toMatchObject({ kind: 'package', chat: '120363000000000001@g.us' });
    expect(told?.body).toBe(`🎉 PACOTE AUTOMÁTICO ATIVADO!

📱 Número: 852118624
📦 Tipo: 5 Dias
📊 Pacote: 2000MB
💰 Valor: 44MT
📋 Referência: SOLD1

🔄 Renovações Automáticas Agendadas:
   • Total: 5 renovações de 100MB
   • Primeira: 19/11/2025 às 08:00
   • Frequência: Diária (2h antes do horário anterior)

📅 Validade Total: Até 23/11/2025

✨ Total de dados: 2000MB + 500MB bônus = 2500MB!`);
  });

  it.each([
    ['the same reference', { reference: 'abc123' }, 'reference_used'],
    ['a reference that is another’s daily one', { reference: 'ABC123D2' }, 'reference_used'],
    ['a length that is not sold', { reference: 'NEW01', days: 4 }, 'bad_type'],
    ['a number of another network', { reference: 'NEW01', number: '+258861234567' }, 'bad_number'],
    ['a reference that could break a field', { reference: 'A|B' }, 'bad_reference'],
    ['a group of nobody', { reference: 'NEW01', groupId: newId() }, 'no_group'],
  ])('refuses %s and leaves nothing', async (_, over, reason) => {
    const count = async () =>
      (await t.db.select().from(packageReferences)).length + (await t.db.select().from(packageSlots)).length;
    const before = await count();
    expect(await activate(over)).toEqual({ ok: false, reason });
    expect(await count()).toBe(before);
  });

  it('refuses one whose later daily reference is taken, and frees the earlier ones', async () => {
    expect((await activate({ reference: 'XYZD3' })).ok).toBe(true);
    expect(await activate({ reference: 'XYZ' })).toEqual({ ok: false, reason: 'reference_used' });
    expect((await activate({ reference: 'XYZD1' })).ok).toBe(true);
  });

  it('knows nothing of another reseller’s references and groups', async () => {
    const other = await t.reseller({ country: 'MZ' });
    expect(await activate({}, other)).toEqual({ ok: false, reason: 'no_group' });
    expect((await activate({ groupId: null }, other)).ok).toBe(true);
  });

  it('of twenty at once makes one', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => activate({ reference: 'RACE1' })));
    expect(all.filter((one) => one.ok)).toHaveLength(1);
  });

  it('rewards every second package of a number with more in its order', async () => {
    await t.db.insert(packageSettings).values({ resellerId: actor.resellerId, bonusEvery: 2, bonusMb: 300 });
    const sold = { mb: 2000, cents: 4400 };
    const number = '+258845000001';
    for (const [reference, bonusMb] of [
      ['LOY1', 0],
      ['LOY2', 300],
      ['LOY3', 0],
    ] as const) {
      await activate({ reference, number, sold });
      const [row] = await t.db
        .select()
        .from(packageSubscriptions)
        .where(eq(packageSubscriptions.reference, reference));
      expect(row?.bonusMb).toBe(bonusMb);
      const [order] = await t.db
        .select()
        .from(sheetRows)
        .where(eq(sheetRows.reference, reference))
        .orderBy(asc(sheetRows.book));
      expect(order?.value).toBe(String(2000 + bonusMb));
    }
  });
});
