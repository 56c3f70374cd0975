import type { Actor } from '@/lib/auth/rules';
import { seal } from '@/lib/crypto';
import { createInvoice } from '@/lib/invoices/commands';
import type { FakePanel } from '@/lib/panels/sigma/fake-panel';
import { createPlan } from '@/lib/plans/commands';
import { createServer, savePackages } from '@/lib/servers/commands';
import { openPanel } from '@/lib/servers/queries';
import { DAY_MS, dayOf } from '@/lib/time';
import { newId } from './ids';
import { clients } from './schema/clients';
import type { TestDatabase } from './test-database';

export type Shop = { serverId: string; planId: string; packageId: string };

/** A reseller's server on the fake panel with its packages read, and a monthly plan on the first sellable one. */
export async function openShop(actor: Actor, panel: FakePanel, now: Date): Promise<Shop> {
  const server = await createServer(
    actor.resellerId,
    actor,
    {
      name: 'Servidor de teste',
      billing: 'fixed',
      monthlyCents: 10_000,
      panelType: 'sigma',
      panel: { url: panel.url, username: panel.username, token: panel.token },
    },
    now,
  );
  if (!server.ok) throw new Error(server.reason);
  const opened = await openPanel(actor.resellerId, server.id, now);
  const listed = await opened?.adapter.listPackages();
  if (!opened || !listed?.ok) throw new Error('the fake panel did not list its packages');
  const reading = { version: opened.server.version, items: listed.items, complete: true, timezone: null };
  await savePackages(actor.resellerId, server.id, reading, now);
  const monthly = listed.items.find((p) => p.active && !p.trial);
  if (!monthly) throw new Error('the fake panel sells nothing');
  const plan = await createPlan(
    actor.resellerId,
    actor,
    {
      name: 'Mensal',
      priceCents: 3590,
      days: 30,
      serverId: server.id,
      packageId: monthly.packageId,
      screens: 1,
    },
    now,
  );
  if (!plan.ok) throw new Error(plan.reason);
  return { serverId: server.id, planId: plan.id, packageId: monthly.packageId };
}

/** A client who exists here and on the panel, five days before the end of the validity; with an open invoice. */
export async function addDebtor(t: TestDatabase, actor: Actor, shop: Shop, panel: FakePanel, now: Date) {
  const clientId = newId();
  const username = `u${clientId.slice(-10)}`;
  const expiresAt = new Date(now.getTime() + 5 * DAY_MS);
  panel.control.customer({ username, packageId: shop.packageId, expiresAt: expiresAt.toISOString() });
  await t.db.insert(clients).values({
    id: clientId,
    resellerId: actor.resellerId,
    serverId: shop.serverId,
    planId: shop.planId,
    name: 'Ana Souza',
    phone: '+5511999990001',
    username,
    passwordEncrypted: seal('canary-client-password', {
      resellerId: actor.resellerId,
      recordId: clientId,
      column: 'password',
    }),
    search: 'ana souza',
    expiresAt,
    panelExpiresAt: expiresAt,
    panelState: 'linked',
  });
  const dueOn = dayOf(expiresAt, actor.reseller.timezone);
  const invoiceId = await createInvoice(actor, { clientId, amountCents: 3590, dueOn, period: null }, now);
  if (!invoiceId) throw new Error('no invoice');
  return { clientId, username, expiresAt, invoiceId };
}
