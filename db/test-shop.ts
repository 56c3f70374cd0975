import { eq } from 'drizzle-orm';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import type { Actor } from '@/lib/auth/rules';
import type { ClientFields } from '@/lib/clients/schema';
import { passwordPlace, seal } from '@/lib/crypto';
import { createInvoice } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createPlan } from '@/lib/plans/commands';
import type { ActionResult } from '@/lib/result';
import { createServer, savePackages } from '@/lib/servers/commands';
import { openPanel } from '@/lib/servers/queries';
import type { ServerInput } from '@/lib/servers/schema';
import { DAY_MS, dayOf, MINUTE_MS } from '@/lib/time';
import { newId } from './ids';
import { clients } from './schema/clients';
import { type TestDatabase, testDatabase } from './test-database';

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A database, a fake panel and a reseller, on a clock that stands until it is told to pass. */
export async function openWorld() {
  let now = new Date('2026-03-10T15:00:00Z');
  const clock = () => now;
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const panel = await startFakePanel();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  const t = await testDatabase();
  const actor = await t.reseller();
  return {
    t,
    panel,
    actor,
    clock,
    pass,
    /** A server of its own on the panel, so that its pace starts fresh. */
    shop: () => openShop(actor, panel, now),
    plainShop: () => openPlainShop(actor, now),
    /** Time passes, then whatever is due on the accounts is done. */
    async tick(ms: number) {
      pass(ms);
      for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
    },
    /** The client whom a form's action stored. */
    async stored(result: ActionResult<{ id: string }>) {
      if (!result.ok) throw new Error(result.message);
      const [row] = await t.db.select().from(clients).where(eq(clients.id, result.data.id));
      if (!row) throw new Error('The client was not stored');
      return row;
    },
    /** For the end of each test: the panel forgets, its pace recovers. */
    settle() {
      panel.control.reset();
      pass(MINUTE_MS);
    },
    async close() {
      await t.drop();
      await panel.close();
    },
  };
}

export type Shop = { serverId: string; planId: string; packageId: string };

/** A reseller's server on the fake panel with its packages read, and a monthly plan on the first sellable one. */
export async function openShop(actor: Actor, panel: FakePanel, now: Date): Promise<Shop> {
  // A list takes a turn for each of its pages: one page here.
  panel.control.set({ perPage: 100 });
  const login = { url: panel.url, username: panel.username, token: panel.token };
  const serverId = await addServer(actor, { panelType: 'sigma', panel: login }, now);
  const opened = await openPanel(actor.resellerId, serverId, now);
  const listed = await opened?.adapter.listPackages();
  if (!opened || !listed?.ok) throw new Error('the fake panel did not list its packages');
  const reading = { version: opened.server.version, items: listed.items, complete: true, timezone: null };
  await savePackages(actor.resellerId, serverId, reading, now);
  const monthly = listed.items.find((p) => p.active && !p.trial);
  if (!monthly) throw new Error('the fake panel sells nothing');
  const { packageId } = monthly;
  return { serverId, planId: await addPlan(actor, { serverId, packageId }, now), packageId };
}

/** The same without a panel. */
export async function openPlainShop(actor: Actor, now: Date): Promise<Omit<Shop, 'packageId'>> {
  const serverId = await addServer(actor, { panelType: 'none', panel: null }, now);
  return { serverId, planId: await addPlan(actor, { serverId, packageId: null }, now) };
}

async function addServer(
  actor: Actor,
  panel: Pick<ServerInput, 'panelType' | 'panel'>,
  now: Date,
): Promise<string> {
  const blank = { name: 'Servidor de teste', billing: 'fixed', monthlyCents: 10_000 } as const;
  const server = await createServer(actor.resellerId, actor, { ...blank, ...panel }, now);
  if (!server.ok) throw new Error(server.reason);
  return server.id;
}

async function addPlan(
  actor: Actor,
  on: { serverId: string; packageId: string | null },
  now: Date,
): Promise<string> {
  const blank = { name: 'Mensal', priceCents: 3590, days: 30, screens: 1 };
  const plan = await createPlan(actor.resellerId, actor, { ...blank, ...on }, now);
  if (!plan.ok) throw new Error(plan.reason);
  return plan.id;
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
    passwordEncrypted: seal('canary-client-password', passwordPlace(actor.resellerId, clientId)),
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

/** A client's form, filled; what is not wished for is blank. */
export function clientForm(
  { serverId, planId }: Pick<Shop, 'serverId' | 'planId'>,
  wish: Partial<ClientFields> = {},
): ClientFields {
  const blank = { email: '', phone: '', username: '', password: '', expiresOn: '', notes: '' };
  return { id: newId(), name: 'Ana', ...blank, serverId, planId, ...wish };
}
