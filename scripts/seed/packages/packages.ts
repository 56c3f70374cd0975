import { and, eq, lte, min } from 'drizzle-orm';
import { database } from '@/db/client';
import { packageSubscriptions } from '@/db/schema/packages';
import { sheets } from '@/db/schema/sheets';
import { activatePackage } from '@/lib/packages/commands';
import { deliverDue } from '@/lib/packages/delivery/jobs';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { pausePackage } from '@/lib/packages/lifecycle/commands';
import { confirmRows, leaseForPhone } from '@/lib/sheets/book/commands';
import { drainSheet } from '@/lib/sheets/jobs';
import { addToDay, dayOf, HOUR_MS, startOfDay } from '@/lib/time';
import type { DataShop } from './shop';

const ZONE = 'Africa/Maputo';

type Wish = {
  reference: string;
  number: string;
  group: 'vendas' | 'balcao';
  days: number;
  sold: { mb: number; cents: number } | null;
  /** Days ago, and the hour it started at. */
  ago: number;
  hour: number;
};

const WISHES: Wish[] = [
  // The seed's own example, mid-way.
  {
    reference: 'ABC123',
    number: '845123456',
    group: 'balcao',
    days: 5,
    sold: { mb: 1700, cents: 4500 },
    ago: 2,
    hour: 10,
  },
  {
    reference: 'DFA1BCDE2F',
    number: '852118624',
    group: 'vendas',
    days: 3,
    sold: { mb: 2000, cents: 4400 },
    ago: 1,
    hour: 9,
  },
  {
    reference: 'DHB6CDEFGH',
    number: '847654321',
    group: 'vendas',
    days: 15,
    sold: { mb: 8000, cents: 20_100 },
    ago: 9,
    hour: 14,
  },
  {
    reference: 'DJC7K2LMNP',
    number: '841234567',
    group: 'vendas',
    days: 30,
    sold: { mb: 13_107, cents: 27_000 },
    ago: 21,
    hour: 18,
  },
  {
    reference: 'DKQ2R5TUVW',
    number: '853337788',
    group: 'vendas',
    days: 5,
    sold: { mb: 2900, cents: 8000 },
    ago: 12,
    hour: 11,
  },
  { reference: 'XKP4410', number: '849901122', group: 'balcao', days: 3, sold: null, ago: 2, hour: 8 },
  {
    reference: 'DLM8X3YZAB',
    number: '845567788',
    group: 'vendas',
    days: 5,
    sold: { mb: 5500, cents: 15_000 },
    ago: 3,
    hour: 16,
  },
  {
    reference: 'DMN9P4QRST',
    number: '852443311',
    group: 'vendas',
    days: 3,
    sold: { mb: 3000, cents: 6600 },
    ago: 6,
    hour: 13,
  },
];
/** Somebody else's order stands under this one's second reference. */
const MET = { reference: 'DNP2V6WXYZ', number: '846001122' };
const PAUSED = 'XKP4410';
const LATE: Wish = {
  reference: 'XYZ789',
  number: '847650909',
  group: 'balcao',
  days: 5,
  sold: null,
  ago: 4,
  hour: 10,
};

/** Packages at every stage of their life, brought there by the product itself over days that have passed. */
export async function addPackages(shop: DataShop, now: Date): Promise<void> {
  await putForeignOrder(shop, `${MET.reference}D2`);
  const met: Wish = {
    ...MET,
    number: '856001122',
    group: 'vendas',
    days: 5,
    sold: { mb: 1700, cents: 4500 },
    ago: 3,
    hour: 12,
  };
  const inOrder = [...WISHES, met].sort((a, b) => startOf(a, now).getTime() - startOf(b, now).getTime());
  let any = false;
  for (const wish of inOrder) {
    await live(shop, startOf(wish, now));
    any = (await activate(shop, wish, now)) || any;
  }
  if (any) await live(shop, now);
  const paused = await byReference(shop, PAUSED);
  if (paused?.state === 'active') await pausePackage(shop.doer, { id: paused.id }, now);
  // The phone was off from the second day on: the worker finds the rest late.
  if (await activate(shop, LATE, now))
    await live(shop, new Date(startOf(LATE, now).getTime() + 24 * HOUR_MS));
}

async function activate(shop: DataShop, wish: Wish, now: Date): Promise<boolean> {
  const startAt = startOf(wish, now);
  const { reference, days, sold } = wish;
  const number = `+258${wish.number}`;
  const input = { reference, number, groupId: shop[wish.group], days, startAt, sold, tell: false };
  const made = await database().transaction((tx) => activatePackage(tx, shop.doer, input, startAt));
  await drainAll(shop, startAt);
  await fetchByPhone(shop, startAt);
  if (!made.ok && made.reason !== 'reference_used')
    throw new Error(`The demo's package was refused: ${made.reason}`);
  return made.ok;
}

const startOf = ({ ago, hour }: Wish, now: Date): Date =>
  new Date(startOfDay(addToDay(dayOf(now, ZONE), -ago), ZONE).getTime() + hour * HOUR_MS);

/** Lets time pass until `to`: at each moment that something is due, it is done. */
async function live(shop: DataShop, to: Date): Promise<void> {
  for (let at = await nextDue(shop, to); at; at = await nextDue(shop, to)) {
    const moment = at;
    await deliverDue(async () => moment);
    await drainAll(shop, moment);
    await fetchByPhone(shop, moment);
  }
}

/** The executing phone comes by, takes what waits in the built-in books and confirms it. */
async function fetchByPhone({ doer }: DataShop, at: Date): Promise<void> {
  for (const book of ['orders', 'payments'] as const) {
    const rows = await leaseForPhone(doer.resellerId, book, undefined, at);
    const references = rows.map((row) => row.reference);
    await confirmRows({ resellerId: doer.resellerId, book }, references, settleSlots, at);
  }
}

async function nextDue({ doer }: DataShop, to: Date): Promise<Date | null> {
  const [row] = await database()
    .select({ at: min(packageSubscriptions.nextRunAt) })
    .from(packageSubscriptions)
    .where(
      and(
        eq(packageSubscriptions.resellerId, doer.resellerId),
        eq(packageSubscriptions.state, 'active'),
        lte(packageSubscriptions.nextRunAt, to),
      ),
    );
  return row?.at ?? null;
}

async function drainAll({ doer }: DataShop, at: Date): Promise<void> {
  const mine = await database().select().from(sheets).where(eq(sheets.resellerId, doer.resellerId));
  for (const { urlHash } of mine) await drainSheet(urlHash, async () => at, settleSlots);
}

async function byReference({ doer }: DataShop, reference: string) {
  const [row] = await database()
    .select()
    .from(packageSubscriptions)
    .where(
      and(
        eq(packageSubscriptions.resellerId, doer.resellerId),
        eq(packageSubscriptions.reference, reference),
      ),
    );
  return row;
}

/** What a person did in the sheet by themselves. */
async function putForeignOrder({ sheets: url }: DataShop, reference: string): Promise<void> {
  await fetch(`${url}/macros/s/orders7f2c/exec`, {
    method: 'POST',
    redirect: 'follow',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      transacao: `${reference}|100|${MET.number}`,
      sender: 'WhatsApp-Bot',
      message: '',
    }),
  });
}
