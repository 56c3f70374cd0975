import { and, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/rules';
import { takePasted } from '@/lib/receipts/commands';
import { newId } from './ids';
import { groups, prices, priceTables } from './schema/groups';
import { packageSubscriptions } from './schema/packages';
import { receipts } from './schema/receipts';
import { sheetRows } from './schema/sheets';
import type { TestDatabase } from './test-database';

/** What a group sells in tests: centavos, MB, days of renewals. 149 MT buys two things, 99 MT what nobody sells. */
const TABLE: [number, number, number | null][] = [
  [4_400, 2_000, 3],
  [14_900, 7_000, 3],
  [14_900, 5_000, 15],
  [1_700, 1_024, null],
  [9_900, 900, 9],
];
let count = 0;

/** A reference that nobody has used. */
export const reference = (): string => `DHB6CDE${String(++count).padStart(4, '0')}`;

/** What the paid phone receives. */
export const payeeText = (ref: string, amount = '44.00'): string =>
  `Confirmado ${ref}. Recebeste ${amount}MT de 258840000001 - Cliente Exemplo aos 29/6/26 as 2:50 PM. O teu novo saldo M-Pesa e de 7,326.78MT.`;

/** What the payer receives, as pasted with the number that wants the package. */
export const payerText = (ref: string, amount = '44.00', number = '\n845123456'): string =>
  `Confirmado ${ref}. Transferiste ${amount}MT e a taxa foi de 0.00MT para 850000002 - Loja Exemplo aos 30/6/26 as 2:18 AM. O teu novo saldo M-Pesa e de 500.00MT.${number}`;

/** One reseller in Mozambique with one group and its prices, and what came of the texts it got. */
export async function openMarket(t: TestDatabase, now: Date) {
  const ana = await t.reseller({ country: 'MZ' });
  const groupId = await addGroup(t, ana);
  const { resellerId } = ana;
  const sides = async (ref: string) => {
    const rows = await t.db
      .select()
      .from(receipts)
      .where(and(eq(receipts.resellerId, resellerId), eq(receipts.refKey, ref.toUpperCase())));
    const of = (side: string) => rows.find((row) => row.side === side);
    return { payee: of('payee'), payer: of('payer') };
  };
  return {
    ana,
    groupId,
    sides,
    /** The states of both sides, and the reason of the one that needs a person. */
    said: async (ref: string) => {
      const { payee, payer } = await sides(ref);
      return [payee?.state ?? null, payer?.state ?? null, payer?.reason ?? payee?.reason ?? null];
    },
    paste: (text: string, author = '+258840000001') =>
      t.db.transaction((tx) => takePasted(tx, { resellerId, groupId, author, text }, now)),
    packages: () =>
      t.db.select().from(packageSubscriptions).where(eq(packageSubscriptions.resellerId, resellerId)),
    books: async () =>
      (await t.db.select().from(sheetRows).where(eq(sheetRows.resellerId, resellerId)))
        .map((row) => `${row.book} ${row.reference}|${row.value}|${row.number}`)
        .sort(),
  };
}

export type Market = Awaited<ReturnType<typeof openMarket>>;

async function addGroup(t: TestDatabase, { resellerId }: Actor): Promise<string> {
  const [id, tableId] = [newId(), newId()];
  const jid = `${newId().replace(/\D/g, '').slice(0, 15).padEnd(18, '0')}@g.us`;
  await t.db.insert(groups).values({ id, resellerId, name: 'Loja', jid });
  const version = { id: tableId, resellerId, groupId: id, version: 1, userName: 'Ana' };
  await t.db.insert(priceTables).values(version);
  await t.db.insert(prices).values(
    TABLE.map(([priceCents, mb, days], position) => ({
      ...{ id: newId(), resellerId, tableId, position, priceCents, mb, days, label: 'Diários' },
    })),
  );
  return id;
}
