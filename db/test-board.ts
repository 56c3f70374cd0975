import type { Actor } from '@/lib/auth/rules';
import { DAY_MS } from '@/lib/time';
import { newId } from './ids';
import { accountTasks, clients, plans } from './schema/clients';
import { invoices, renewalIntents } from './schema/invoices';
import { messages } from './schema/messages';
import { servers } from './schema/servers';
import { sheetRows } from './schema/sheets';
import type { TestDatabase } from './test-database';

type Wish<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>;

/** A reseller's rows of every kind that *Entregas* lists, put down as they stand. */
export async function boardWorld(t: TestDatabase, actor: Actor, now: Date) {
  const { resellerId } = actor;
  const serverId = newId();
  const planId = newId();
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'Servidor A' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3_500 });
  let made = 0;
  const place = () => ({
    id: newId(),
    resellerId,
    createdAt: new Date(now.getTime() - DAY_MS + made++ * 1_000),
  });

  async function client(name = 'Ana') {
    const id = newId();
    const blank = { username: id, passwordEncrypted: 'x', search: '', expiresAt: now };
    await t.db.insert(clients).values({ id, resellerId, serverId, planId, name, ...blank });
    return id;
  }
  return {
    client,
    async renewal(wish: Wish<typeof renewalIntents>) {
      const clientId = wish.clientId ?? (await client());
      const invoiceId = newId();
      const link = { linkHash: invoiceId, linkEncrypted: 'x' };
      const invoice = {
        id: invoiceId,
        resellerId,
        clientId,
        planId,
        amountCents: 3_500,
        dueOn: '2026-11-30',
      };
      await t.db.insert(invoices).values({ ...invoice, currency: 'BRL', ...link });
      const about = { clientId, invoiceId, serverId, panelUsername: clientId, packageId: 'p' };
      const terms = { serverVersion: 1, minDeltaMs: 1, periodMs: 1, notBefore: now, nextRunAt: now };
      const row = { ...place(), ...about, ...terms, state: 'review' as const, ...wish };
      await t.db.insert(renewalIntents).values(row);
      return row.id;
    },
    async task(wish: Wish<typeof accountTasks>) {
      const clientId = wish.clientId ?? (await client());
      const row = { ...place(), clientId, serverId, kind: 'create' as const, nextRunAt: now, ...wish };
      await t.db.insert(accountTasks).values(row);
      return row.id;
    },
    async row(wish: Wish<typeof sheetRows>) {
      const base = place();
      const reference = `REF${base.id.slice(-8)}`.toUpperCase();
      const cells = { reference, refKey: reference, value: '100', number: '845123456', message: '' };
      const row = {
        ...base,
        ...cells,
        book: 'orders' as const,
        state: 'review' as const,
        nextRunAt: now,
        ...wish,
      };
      await t.db.insert(sheetRows).values(row);
      return row.id;
    },
    async message(wish: Wish<typeof messages>) {
      const clientId = wish.clientId ?? (await client());
      const base = place();
      const about = { clientId, kind: 'custom', subjectId: base.id, body: 'Olá' };
      const row = { ...base, ...about, state: 'failed' as const, nextRunAt: now, ...wish };
      await t.db.insert(messages).values(row);
      return row.id;
    },
  };
}
