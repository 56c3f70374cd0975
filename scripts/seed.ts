import { and, eq, inArray } from 'drizzle-orm';
import { closeDatabase, database } from '@/db/client';
import { newId } from '@/db/ids';
import { invoices } from '@/db/schema/invoices';
import { payInvoice } from '@/lib/invoices/commands';
import { databaseNow } from '@/lib/jobs/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { addPerson, onThePanel, type Seeded } from './seed/clients';
import { PEOPLE } from './seed/people';
import { openShop, type Shop } from './seed/shop';

const PAID_TODAY = [4, 5];
/** Whose account somebody deleted on the panel: what a delivery that needs a person looks like. */
const GONE = 6;

/** Fills an empty database with a reseller's ordinary day. May be killed and run again: it goes on. */
async function seed(): Promise<void> {
  const panel = { url: process.env.DEMO_PANEL_URL ?? '', token: process.env.DEMO_PANEL_TOKEN ?? '' };
  const now = new Date();
  const shop = await openShop(panel, now);
  const seeded: Seeded[] = [];
  for (const person of PEOPLE) seeded.push(await addPerson(shop, person, panel.url, now));
  const gone = seeded[GONE];
  if (gone?.panelState === 'linked') await onThePanel(panel.url, { username: gone.username, remove: true });
  await payOpen(
    shop,
    seeded.filter((_, i) => i === GONE || PAID_TODAY.includes(i)),
  );
}

async function payOpen(shop: Shop, chosen: Seeded[]): Promise<void> {
  const { doer } = shop;
  const open = await database()
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.resellerId, doer.resellerId),
        eq(invoices.state, 'open'),
        inArray(
          invoices.clientId,
          chosen.map(({ id }) => id),
        ),
      ),
    );
  for (const { id } of open) {
    const request = { invoiceId: id, intentId: newId(), source: 'manual' as const, holdMs: 0 };
    const paid = await payInvoice({ ...doer, userName: 'Ana Estrela' }, request, new Date());
    if (paid.ok && paid.panel) await executeRenewal(paid.intentId, databaseNow);
  }
}

await seed();
await closeDatabase();
process.exit(0);
