import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { resellers, users } from '@/db/schema/resellers';
import { panelPackages, servers } from '@/db/schema/servers';
import { type Doer, system } from '@/lib/audit/commands';
import { createPlan } from '@/lib/plans/commands';
import { createReseller } from '@/lib/resellers/commands';
import { createServer } from '@/lib/servers/commands';
import { readPanel } from '@/lib/servers/jobs';

export type Shop = { doer: Doer; timezone: string; plans: (typeof plans.$inferSelect)[] };

/** Name, price in cents, days, server, the panel's package. */
const PLANS = [
  ['Mensal 1 tela', 3500, 30, 'panel', 'Completo 1 mês · 1 tela', 1],
  ['Mensal 2 telas', 5500, 30, 'panel', 'Completo 1 mês · 2 telas', 2],
  ['Trimestral', 9000, 90, 'panel', 'Completo 3 meses · 1 tela', 1],
  ['Anual', 30_000, 365, 'panel', 'Completo 12 meses · 1 tela', 1],
  ['Mensal sem painel', 3000, 30, 'plain', null, 1],
] as const;

/** The reseller with its servers, packages and plans. What an earlier, killed seed made is found again. */
export async function openShop(panel: { url: string; token: string }, now: Date): Promise<Shop> {
  const resellerId = await reseller(now);
  const doer = system(resellerId);
  const common = { billing: 'fixed' as const };
  const panelId = await server(doer, 'Estrela Principal', now, {
    ...common,
    monthlyCents: 42_000,
    panelType: 'sigma',
    panel: { url: panel.url, username: 'estrela', token: panel.token },
  });
  const plainId = await server(doer, 'Servidor Reserva', now, {
    ...common,
    monthlyCents: 9000,
    panelType: 'none',
    panel: null,
  });
  const probe = await readPanel(resellerId, panelId, now);
  if (!probe?.ok) throw new Error(`The demo's panel did not list its packages: ${probe?.trace.reason}`);
  for (const [name, priceCents, days, where, pack, screens] of PLANS) {
    const serverId = where === 'panel' ? panelId : plainId;
    if (await planNamed(resellerId, name)) continue;
    const packageId = pack && (await packageNamed(resellerId, serverId, pack));
    const made = await createPlan(
      resellerId,
      doer,
      { name, priceCents, days, serverId, packageId, screens },
      now,
    );
    if (!made.ok) throw new Error(`The demo's plan ${name} was refused: ${made.reason}`);
  }
  const found = await Promise.all(PLANS.map(([name]) => planNamed(resellerId, name)));
  return { doer, timezone: 'America/Sao_Paulo', plans: found.filter((plan) => plan !== undefined) };
}

async function reseller(now: Date): Promise<ResellerId> {
  const { DEMO_EMAIL: email = '', DEMO_PASSWORD: password = '' } = process.env;
  const [known] = await database().select().from(users).where(eq(users.email, email));
  if (known) return known.resellerId;
  const made = await createReseller({ name: 'Estrela TV', email, password, country: 'BR' }, now);
  if (!made.ok) throw new Error(made.message);
  const { resellerId, userId } = made.data;
  await database().update(users).set({ name: 'Ana Estrela' }).where(eq(users.id, userId));
  await database()
    .update(resellers)
    .set({ pixKey: '+5511990010000', pixCity: 'SAO PAULO' })
    .where(eq(resellers.id, resellerId));
  return resellerId;
}

type ServerRest = Omit<Parameters<typeof createServer>[2], 'name'>;

async function server(doer: Doer, name: string, now: Date, rest: ServerRest): Promise<string> {
  const mine = and(eq(servers.resellerId, doer.resellerId), eq(servers.name, name));
  const [known] = await database().select().from(servers).where(mine);
  if (known) return known.id;
  const made = await createServer(doer.resellerId, doer, { name, ...rest }, now);
  if (!made.ok) throw new Error(`The demo's server was refused: ${made.reason}`);
  return made.id;
}

async function planNamed(resellerId: ResellerId, name: string) {
  const mine = and(eq(plans.resellerId, resellerId), eq(plans.name, name));
  const [plan] = await database().select().from(plans).where(mine);
  return plan;
}

async function packageNamed(resellerId: ResellerId, serverId: string, name: string): Promise<string> {
  const [found] = await database()
    .select()
    .from(panelPackages)
    .where(
      and(
        eq(panelPackages.resellerId, resellerId),
        eq(panelPackages.serverId, serverId),
        eq(panelPackages.name, name),
      ),
    );
  if (!found) throw new Error(`The demo's panel has no package ${name}`);
  return found.packageId;
}
