import { asc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/rules';
import { activatePackage } from '@/lib/packages/commands';
import { deliverDue } from '@/lib/packages/delivery/jobs';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { confirmRows, leaseForPhone } from '@/lib/sheets/book/commands';
import { formatDateTime } from '@/lib/time';
import { packageSlots, packageSubscriptions } from './schema/packages';
import { sheetRows } from './schema/sheets';
import type { TestDatabase } from './test-database';

export const ZONE = 'Africa/Maputo';
/** The seed's own hour: 18/11/2025 10:00 in Maputo. */
export const start = new Date('2025-11-18T08:00:00Z');

/** One reseller's packages on the built-in book, with a phone that comes whenever time passes. */
export function packageStage(t: TestDatabase, seller: () => Actor) {
  /** What is due is handed over; the phone takes what waits and confirms it. */
  async function tick(at: Date): Promise<number> {
    const looked = await deliverDue(async () => at);
    const { resellerId } = seller();
    const orders = await leaseForPhone(resellerId, 'orders', undefined, at);
    const references = orders.map((row) => row.reference);
    await confirmRows({ resellerId, book: 'orders' }, references, settleSlots, at);
    return looked;
  }
  const slotsOf = (id: string) =>
    t.db.select().from(packageSlots).where(eq(packageSlots.subscriptionId, id)).orderBy(asc(packageSlots.k));
  return {
    tick,
    slotsOf,
    /** Ticks from one instant to another, both included, in steps of `everyMs`. */
    async ticks(from: string, to: string, everyMs: number) {
      for (let at = Date.parse(from); at <= Date.parse(to); at += everyMs) await tick(new Date(at));
    },
    async activate(reference: string, days = 5): Promise<string> {
      const wish = {
        reference,
        number: '+258845123456',
        groupId: null,
        days,
        startAt: start,
        sold: null,
        tell: false,
      };
      const made = await t.db.transaction((tx) => activatePackage(tx, seller(), wish, start));
      if (!made.ok) throw new Error(made.reason);
      return made.subscription.id;
    },
    shown: async (id: string) =>
      (await slotsOf(id)).map(
        (s) => `${s.reference} ${s.state}${s.orderedAt ? ` ${formatDateTime(s.orderedAt, ZONE)}` : ''}`,
      ),
    async packageOf(id: string) {
      const [row] = await t.db.select().from(packageSubscriptions).where(eq(packageSubscriptions.id, id));
      if (!row) throw new Error('absent');
      return row;
    },
    rowsOf: (id: string) => t.db.select().from(sheetRows).where(eq(sheetRows.subscriptionId, id)),
  };
}
