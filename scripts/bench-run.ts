import { newId } from '@/db/ids';
import { needingPerson } from '@/lib/board/queries';
import { listClients } from '@/lib/clients/list/queries';
import { writeCursor } from '@/lib/clients/rules';
import { filtersSchema } from '@/lib/clients/schema';
import { countExpiring, nextExpiries } from '@/lib/reports/queries';
import { listServers } from '@/lib/servers/queries';
import { addReseller, openSql, report, timed } from './lib/bench';

const CLIENTS = 100_000;
const ROUNDS = 15;
const ZONE = 'America/Sao_Paulo';

const sql = openSql();
const resellerId = await addReseller(sql);
const now = new Date();
await fill();

const list = (filters: Record<string, string>) =>
  listClients(resellerId, filtersSchema.parse(filters), now, ZONE);
const [deep] = await sql<{ at: Date; id: string }[]>`
  select expires_at as at, id from clients where reseller_id = ${resellerId} order by expires_at, id
  offset ${CLIENTS - 100} limit 1`;
if (!deep) throw new Error('No client to page from');

const first = await median(() => list({}));
const last = await median(() => list({ after: writeCursor(deep) }));
const offset = await median(
  () => sql`select id, name from clients where reseller_id = ${resellerId} and archived_at is null
            order by expires_at, id offset ${CLIENTS - 100} limit 51`,
);
const rare = await median(() => list({ q: 'nome 54321' }));
const phone = await median(() => list({ q: '99005-4321' }));
const scanned = await median(async () => {
  await sql.begin(async (tx) => {
    await tx`set local enable_bitmapscan = off`;
    await tx`set local enable_indexscan = off`;
    await tx`select id from clients where reseller_id = ${resellerId} and search like '%nome 54321%' limit 51`;
  });
});

const summed = await median(() => listServers(resellerId, now));
const dashboard = await median(() =>
  Promise.all([
    listServers(resellerId, now),
    needingPerson(resellerId),
    countExpiring(resellerId, now, ZONE),
    nextExpiries(resellerId, now, 8),
  ]),
);

const line = (name: string, ms: number, base: number, of: string) =>
  `${name.padEnd(44)} ${ms.toFixed(1).padStart(8)} ms   ${(ms / base).toFixed(2).padStart(8)} × ${of}`;
await report(sql, [
  `${CLIENTS} clientes, mediana de ${ROUNDS}`,
  line('Lista: primeira página', first, first, 'ela mesma'),
  line('Lista: última página, por cursor', last, first, 'a primeira página'),
  line('Lista: última página, por OFFSET', offset, last, 'a mesma por cursor'),
  line('Busca por nome raro', rare, first, 'a primeira página'),
  line('Busca por telefone', phone, first, 'a primeira página'),
  line('A mesma busca sem índice', scanned, rare, 'com índice'),
  line('Painel: ativos e margem por servidor', summed, first, 'a primeira página'),
  line('Painel: tudo o que conta clientes', dashboard, first, 'a primeira página'),
]);

async function fill(): Promise<void> {
  const [serverId, planId] = [newId(), newId()];
  await sql`insert into servers (id, reseller_id, name) values (${serverId}, ${resellerId}, 'S')`;
  await sql`insert into plans (id, reseller_id, name, price_cents, server_id)
            values (${planId}, ${resellerId}, 'P', 3500, ${serverId})`;
  await sql`
    insert into clients (id, reseller_id, server_id, plan_id, name, username, phone, password_encrypted, expires_at, search)
    select gen_random_uuid(), ${resellerId}, ${serverId}, ${planId}, 'Nome ' || n, 'user' || n,
           '+551199' || lpad(n::text, 7, '0'), 'x', now() + (n % 400 - 100) * interval '1 day' + n * interval '1 second',
           'nome ' || n || ' user' || n || ' 551199' || lpad(n::text, 7, '0')
    from generate_series(1, ${CLIENTS}::int) n`;
  await sql`vacuum analyze`;
}

async function median(work: () => PromiseLike<unknown>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) took.push(await timed(work));
  return took.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
