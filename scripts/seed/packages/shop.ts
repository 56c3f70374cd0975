import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { resellers, users } from '@/db/schema/resellers';
import { type Doer, system } from '@/lib/audit/commands';
import { FAKE_INSTANCE, FAKE_KEY } from '@/lib/channels/evolution/fake-evolution';
import { connectGateway } from '@/lib/channels/evolution/jobs';
import { addAdmin } from '@/lib/groups/admins/commands';
import { saveGroup } from '@/lib/groups/commands';
import { savePrices } from '@/lib/groups/prices/commands';
import { readTable } from '@/lib/groups/prices/pasted/rules';
import { createReseller } from '@/lib/resellers/commands';
import { saveSheet } from '@/lib/sheets/commands';
import { PRICES, TIED_CENTS } from './prices';

export type DataShop = { doer: Doer; sheets: string; vendas: string; balcao: string };

const JID = '120363355803754045@g.us';

/** The reseller with a WhatsApp group on two Google sheets and a counter on the built-in book. */
export async function openDataShop(now: Date): Promise<DataShop> {
  const doer = { ...system(await reseller(now)), userName: 'Celso Dados' };
  const sheets = process.env.DEMO_SHEETS_URL ?? '';
  const vendas = await group(doer, 'Vendas Maputo', JID, now);
  const balcao = await group(doer, 'Balcão Matola', null, now);
  await database().transaction(async (tx) => {
    const ordersSheetId = await saveSheet(tx, doer, 'orders', `${sheets}/macros/s/orders7f2c/exec`, now);
    const paymentsSheetId = await saveSheet(
      tx,
      doer,
      'payments',
      `${sheets}/macros/s/payments7f2c/exec`,
      now,
    );
    await tx
      .update(groups)
      .set({ ordersSheetId, paymentsSheetId })
      .where(and(eq(groups.resellerId, doer.resellerId), eq(groups.id, vendas)));
  });
  await addAdmin(doer, { groupId: vendas, phone: '+258840000001', name: 'Celso' }, now);
  const baseUrl = process.env.DEMO_EVOLUTION_URL ?? '';
  await connectGateway(doer, { baseUrl, instance: FAKE_INSTANCE, apiKey: FAKE_KEY }, now);
  return { doer, sheets, vendas, balcao };
}

async function reseller(now: Date): Promise<ResellerId> {
  const { DEMO_EMAIL: email = '', DEMO_PASSWORD: password = '' } = process.env;
  const [known] = await database().select().from(users).where(eq(users.email, email));
  if (known) return known.resellerId;
  const made = await createReseller({ name: 'Dados Rápidos', email, password, country: 'MZ' }, now);
  if (!made.ok) throw new Error(made.message);
  const { resellerId, userId } = made.data;
  await database().update(users).set({ name: 'Celso Dados' }).where(eq(users.id, userId));
  await database().update(resellers).set({ phone: '+258840000001' }).where(eq(resellers.id, resellerId));
  return resellerId;
}

async function group(doer: Doer, name: string, jid: string | null, now: Date): Promise<string> {
  const mine = and(eq(groups.resellerId, doer.resellerId), eq(groups.name, name));
  const [known] = await database().select().from(groups).where(mine);
  if (known) return known.id;
  const made = await saveGroup(doer, null, { name, jid, slotMb: null, slotCents: null }, now);
  if (!made.ok) throw new Error(`The demo's group was refused: ${made.reason}`);
  const rows = readTable(PRICES).rows.map(({ priceCents, mb, days, label }) => {
    if (days === 'ask') throw new Error(`The demo's prices leave open how long ${label} renews`);
    return { price: priceCents, mb, days, label, chosen: false };
  });
  const input = { groupId: made.id, base: 0, source: PRICES, rows, left: [TIED_CENTS] };
  const saved = await savePrices(doer, input, now);
  if (!saved.ok) throw new Error(`The demo's prices were refused: ${saved.reason}`);
  return made.id;
}
