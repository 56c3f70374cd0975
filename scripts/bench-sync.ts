import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { newId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { databaseNow } from '@/lib/jobs/commands';
import { panelAdapter } from '@/lib/panels/api';
import { startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createServer } from '@/lib/servers/commands';
import { openPanel } from '@/lib/servers/queries';
import { AT_ONCE } from '@/lib/sync/reading/rules';
import { startSync } from '@/lib/sync/runs/commands';
import { driveSync } from '@/lib/sync/runs/jobs';
import { addReseller, openSql, report, serveBeside, timed } from './lib/bench';

const CLIENTS = 10_000;
const DELAY_MS = 50;
/** As many as the fake panel's list shows at once (sigma-api.md section 12). */
const ON_A_PAGE = 20;
/** One after the other is slow: so many are measured, and said so. */
const SEQUENTIAL = 100;
const PORT = 4792;
const HOST = `127.0.0.1:${PORT}`;
const LOGIN = { url: `http://${HOST}`, username: 'estrela', token: '1|token-de-teste' };
const nameOf = (i: number) => `cliente${i}`;

if (process.argv[2] === 'serve') {
  const panel = await startFakePanel({ port: PORT, username: LOGIN.username, token: LOGIN.token });
  const userId = panel.control.users[0]?.id ?? '';
  const expiresAt = '2030-01-01T02:59:59.000Z';
  for (let i = 0; i < CLIENTS; i++) panel.control.customer({ username: nameOf(i), userId, expiresAt });
  panel.control.delayMs = DELAY_MS;
  process.stdout.write('ready\n');
} else await measure();

async function measure(): Promise<void> {
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = HOST;
  await serveBeside('scripts/bench-sync.ts');
  const sql = openSql();
  const { resellerId, serverId } = await shop(sql);
  const sequential = (await timed(() => oneByOne(SEQUENTIAL))) * (CLIENTS / SEQUENTIAL);
  const doer = { resellerId, userId: null, userName: 'Bench' };
  const [runId = ''] = await startSync(doer, { serverId, source: 'person' }, await databaseNow());
  const before = await asked();
  // Stopped half-way, as a host that ends its calls does it; the next goes on.
  const whole = await timed(async () => {
    let ended: string | null = null;
    for (const forMs of [30_000, 120_000]) {
      ended = await driveSync(runId, databaseNow, forMs);
      // A slice leaves the run alone for a second.
      if (ended === 'time') await sleep(1_100);
    }
    if (ended !== 'end') throw new Error(`The reading ended with ${ended}`);
  });
  const again = (await asked()) - before - CLIENTS;
  const [run] = await sql`select state, read_count, same_count from sync_runs where id = ${runId}`;
  if (run?.state !== 'done' || run.read_count !== CLIENTS)
    throw new Error(`Not all was read: ${JSON.stringify(run)}`);
  const listed = await timed(() => byList(sql, doer, serverId));
  const possible = (CLIENTS / AT_ONCE) * DELAY_MS;
  const pages = possible / ON_A_PAGE;
  const line = (name: string, ms: number, best = possible) =>
    `${name.padEnd(60)} ${(ms / 1000).toFixed(1).padStart(7)} s   ${(sequential / ms).toFixed(1).padStart(6)} ×   ${(ms / best).toFixed(2).padStart(5)} do possível`;
  await report(sql, [
    `${CLIENTS} clientes num painel que responde em ${DELAY_MS} ms, até ${AT_ONCE} leituras ao mesmo tempo`,
    line(`Um de cada vez, como o original (${SEQUENTIAL} medidos, em escala)`, sequential),
    line('A leitura inteira, interrompida uma vez', whole),
    line(`Pela lista do painel, ${ON_A_PAGE} por página`, listed, pages),
    `O possível: ${(possible / 1000).toFixed(1)} s; lidos de novo depois da interrupção: ${again}`,
  ]);
}

async function shop(sql: postgres.Sql) {
  const now = await databaseNow();
  const resellerId = await addReseller(sql);
  const doer = { resellerId, userId: null, userName: 'Bench' };
  const blank = {
    name: 'Bench',
    billing: 'fixed',
    monthlyCents: 0,
    panelType: 'sigma',
    panel: LOGIN,
  } as const;
  const server = await createServer(resellerId, doer, blank, now);
  if (!server.ok) throw new Error(server.reason);
  const opened = await openPanel(resellerId, server.id, now);
  await opened?.adapter.findUser();
  const planId = newId();
  await sql`insert into plans (id, reseller_id, name, price_cents, server_id)
            values (${planId}, ${resellerId}, 'Mensal', 3500, ${server.id})`;
  await sql`insert into clients (id, reseller_id, server_id, plan_id, name, username, password_encrypted, search,
      panel_state, expires_at)
    select gen_random_uuid(), ${resellerId}, ${server.id}, ${planId}, 'Cliente ' || n, 'cliente' || n, 'x', '',
      'linked', '2030-01-01T02:59:59Z' from generate_series(0, ${CLIENTS - 1}::int) n`;
  await sql`analyze clients`;
  return { resellerId, serverId: server.id };
}

/** One request, its answer, the next: no pace, no database. */
async function oneByOne(count: number): Promise<void> {
  const access = { baseUrl: LOGIN.url, username: LOGIN.username, userId: null, token: LOGIN.token };
  const panel = panelAdapter('sigma', { ...access, timezone: 'America/Sao_Paulo' }, async () => null);
  const { userId } = await panel.findUser();
  const reader = panelAdapter(
    'sigma',
    { ...access, userId, timezone: 'America/Sao_Paulo' },
    async () => null,
  );
  for (let i = 0; i < count; i++) {
    const { kind } = await reader.readCustomer(nameOf(i));
    if (kind !== 'found') throw new Error(`The fake panel answered ${kind}`);
  }
}

/** The same panel by its newer API, which has a list: nobody is asked for by name. */
async function byList(sql: postgres.Sql, doer: Doer, serverId: string): Promise<void> {
  const standing = { integration: 'on' };
  await fetch(`${LOGIN.url}/__control/variant`, { method: 'POST', body: JSON.stringify({ standing }) });
  await sql`update servers set panel_type = 'integration' where id = ${serverId}`;
  const before = await asked();
  const [runId = ''] = await startSync(doer, { serverId, source: 'person' }, await databaseNow());
  const ended = await driveSync(runId, databaseNow, 120_000);
  const [run] = await sql`select same_count from sync_runs where id = ${runId}`;
  if (ended !== 'end' || run?.same_count !== CLIENTS || (await asked()) !== before)
    throw new Error(`The list was not read: ${ended} ${JSON.stringify(run)}`);
}

/** How often the panel was asked for a customer. */
async function asked(): Promise<number> {
  const seen: unknown = await (await fetch(`${LOGIN.url}/__control/calls`)).json();
  return Array.isArray(seen) ? seen.filter((call) => call.act === 'customer').length : 0;
}
