import { eq } from 'drizzle-orm';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { servers } from '@/db/schema/servers';
import { testDatabase } from '@/db/test-database';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { startFakePanel } from '@/lib/panels/sigma/fake-panel';
import type { ActionResult } from '@/lib/result';
import { createServer } from '@/lib/servers/commands';
import type { ClientFields } from './schema';

/** A reseller with a database, a panel and a clock of their own: the world of the tests of creating and editing. */
export async function openShop() {
  let at = Date.parse('2026-03-10T15:00:00Z');
  const clock = () => new Date(at);
  const later = (ms: number) => {
    at += ms;
  };
  const panel = await startFakePanel();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  const t = await testDatabase();
  const actor = await t.reseller();
  const { resellerId } = actor;

  async function planOn(serverId: string, packageId: string | null) {
    const planId = newId();
    const plan = { id: planId, resellerId, name: 'Mensal', priceCents: 3590, serverId, packageId };
    await t.db.insert(plans).values(plan);
    return { serverId, planId, packageId };
  }

  return {
    t,
    panel,
    actor,
    clock,
    later,

    /** Time passes, then whatever is due is done. */
    async tick(ms: number) {
      later(ms);
      for (const { id } of await dueAccountTasks(clock(), 50)) await runAccountTask(id, clock);
    },

    /** A server of its own on the panel, so that its pace starts fresh, with a plan. */
    async sigma() {
      const login = { url: panel.url, username: panel.username, token: panel.token };
      const input = { name: 'Principal', billing: 'fixed', monthlyCents: 0, panelType: 'sigma' } as const;
      const made = await createServer(resellerId, actor, { ...input, panel: login }, clock());
      if (!made.ok) throw new Error(made.reason);
      return planOn(made.id, panel.control.packages.find((p) => p.active && !p.trial)?.id ?? '');
    },

    async plain() {
      const serverId = newId();
      await t.db.insert(servers).values({ id: serverId, resellerId, name: 'Sem painel' });
      return planOn(serverId, null);
    },

    /** The row that an action stored. */
    async stored(result: ActionResult<{ id: string }>) {
      if (!result.ok) throw new Error(result.message);
      const [row] = await t.db.select().from(clients).where(eq(clients.id, result.data.id));
      if (!row) throw new Error('The client was not stored');
      return row;
    },

    welcomes: async (clientId: string) =>
      (await t.db.select().from(messages).where(eq(messages.clientId, clientId))).map((m) => m.kind),

    /** For the end of each test: the panel forgets, its pace recovers. */
    settle() {
      panel.control.reset();
      later(60_000);
    },

    async close() {
      await t.drop();
      await panel.close();
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** A filled form; what is not wished for is blank. */
export function form(
  on: { serverId: string; planId: string },
  wish: Partial<ClientFields> = {},
): ClientFields {
  const blank = { email: '', phone: '', username: '', password: '', expiresOn: '', notes: '' };
  return { id: newId(), name: 'Ana', ...blank, serverId: on.serverId, planId: on.planId, ...wish };
}
