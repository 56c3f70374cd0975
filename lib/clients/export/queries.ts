import 'server-only';
import { and, asc, eq, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { CSV_BOM, csvLine } from '@/lib/csv';
import { formatDate } from '@/lib/time';
import { type Choice, chosen } from '../list/queries';
import { STATE_WORDS } from '../messages';
import { stateOf } from '../rules';

const BATCH = 1_000;
const HEAD = [
  'Nome',
  'E-mail',
  'WhatsApp',
  'Servidor',
  'Plano',
  'Usuário',
  'Vencimento',
  'Situação',
  'Observações',
];

/** The chosen clients as CSV text, a batch at a time, so that 100,000 need no memory. Never a password. */
export async function* exportClients(
  resellerId: ResellerId,
  choice: Choice,
  now: Date,
  zone: string,
): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(HEAD);
  let after: { expiresAt: Date; id: string } | undefined;
  do {
    const rows = await batch(resellerId, choice, after, now, zone);
    yield rows
      .map((r) =>
        csvLine([
          r.name,
          r.email,
          r.phone,
          r.server,
          r.plan,
          r.username,
          formatDate(r.expiresAt, zone),
          STATE_WORDS[stateOf(r, now)].label,
          r.notes,
        ]),
      )
      .join('');
    after = rows.length === BATCH ? rows.at(-1) : undefined;
  } while (after);
}

const batch = (
  resellerId: ResellerId,
  choice: Choice,
  after: { expiresAt: Date; id: string } | undefined,
  now: Date,
  zone: string,
) =>
  database()
    .select({
      id: clients.id,
      name: clients.name,
      email: clients.email,
      phone: clients.phone,
      server: servers.name,
      plan: plans.name,
      username: clients.username,
      expiresAt: clients.expiresAt,
      status: clients.status,
      archivedAt: clients.archivedAt,
      notes: clients.notes,
    })
    .from(clients)
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(
      and(
        ...chosen(resellerId, choice, now, zone),
        after &&
          sql`(${clients.expiresAt}, ${clients.id}) > (${after.expiresAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(clients.expiresAt), asc(clients.id))
    .limit(BATCH);
