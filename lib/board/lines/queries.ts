import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { groups } from '@/db/schema/groups';
import { invoices } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { servers } from '@/db/schema/servers';
import { sheetRows } from '@/db/schema/sheets';
import { recipientPhone } from '@/lib/channels/outbox/queries';
import { deliveriesOf, type RenewalView } from '@/lib/renewals/queries';
import type { Found } from '../queries';
import type { Kind } from '../rules';
import { type Chip, wordsOfAccount, wordsOfMessage, wordsOfPix, wordsOfSheet } from './messages';

/** What one row of the board says. */
export type Line = Found & {
  /** The client, or the number where there is none. */
  who: string;
  /** Where it goes: server, book, what the message is about. */
  where: string;
  state: string;
  reason: string | null;
  chip: Chip;
  why: string | null;
  /** A message whose time is over. */
  late: boolean;
  /** Two days paid and still without an end. */
  overdue: boolean;
  /** A renewal's chip asks for itself again while it moves. */
  renewal: RenewalView | null;
};

type Said = Pick<Line, 'who' | 'where' | 'state' | 'reason' | 'chip' | 'why'> &
  Partial<Pick<Line, 'late' | 'overdue' | 'renewal'>>;
type Told = Map<string, Said>;

/** The rows of a page with what each says, in the page's order; one that has ended meanwhile is left out. */
export async function boardLines(
  resellerId: ResellerId,
  found: Found[],
  now: Date,
  zone: string,
): Promise<Line[]> {
  const ids = (...kinds: Kind[]) => found.filter((f) => kinds.includes(f.kind)).map((f) => f.id);
  const [renewals, accounts, rows, texts, pix] = await Promise.all([
    renewalsSaid(resellerId, ids('renewal'), now, zone),
    accountsSaid(resellerId, ids('creation', 'status')),
    rowsSaid(resellerId, ids('sheet')),
    messagesSaid(resellerId, ids('message'), now),
    pixSaid(resellerId, ids('pix')),
  ]);
  const of: Record<Kind, Told> = {
    ...{ renewal: renewals, creation: accounts, status: accounts },
    ...{ sheet: rows, message: texts, pix },
  };
  return found.flatMap((row) => {
    const said = of[row.kind].get(row.id);
    return said ? [{ late: false, overdue: false, renewal: null, ...row, ...said }] : [];
  });
}

async function renewalsSaid(resellerId: ResellerId, ids: string[], now: Date, zone: string): Promise<Told> {
  const rows = await deliveriesOf(resellerId, ids, now, zone);
  return new Map(
    rows.map(({ intent, view, clientName, serverName, overdue }) => [
      intent.id,
      {
        ...{ who: clientName, where: serverName, state: intent.state, reason: intent.reason, overdue },
        ...{ chip: { text: view.text, tone: view.tone }, why: view.why, renewal: view },
      },
    ]),
  );
}

async function accountsSaid(resellerId: ResellerId, ids: string[]): Promise<Told> {
  if (ids.length === 0) return new Map();
  const rows = await database()
    .select({ task: accountTasks, who: clients.name, where: servers.name })
    .from(accountTasks)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, accountTasks.resellerId), eq(clients.id, accountTasks.clientId)),
    )
    .innerJoin(
      servers,
      and(eq(servers.resellerId, accountTasks.resellerId), eq(servers.id, accountTasks.serverId)),
    )
    .where(and(eq(accountTasks.resellerId, resellerId), inArray(accountTasks.id, ids)));
  return new Map(
    rows.map(({ task, who, where }) => [
      task.id,
      { who, where, state: task.state, reason: task.reason, ...wordsOfAccount(task) },
    ]),
  );
}

async function rowsSaid(resellerId: ResellerId, ids: string[]): Promise<Told> {
  if (ids.length === 0) return new Map();
  const rows = await database()
    .select()
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), inArray(sheetRows.id, ids)));
  return new Map(rows.map((row) => [row.id, { state: row.state, reason: row.reason, ...wordsOfSheet(row) }]));
}

async function messagesSaid(resellerId: ResellerId, ids: string[], now: Date): Promise<Told> {
  if (ids.length === 0) return new Map();
  const rows = await database()
    .select({ message: messages, clientName: clients.name, groupName: groups.name, phone: recipientPhone })
    .from(messages)
    .leftJoin(clients, and(eq(clients.resellerId, messages.resellerId), eq(clients.id, messages.clientId)))
    .leftJoin(groups, and(eq(groups.resellerId, messages.resellerId), eq(groups.jid, messages.chat)))
    .where(and(eq(messages.resellerId, resellerId), inArray(messages.id, ids)));
  return new Map(
    rows.map(({ message, ...to }) => [
      message.id,
      {
        ...{ state: message.state, reason: message.reason, late: isOver(message.expiresAt, now) },
        ...wordsOfMessage(message, to),
      },
    ]),
  );
}

const isOver = (expiresAt: Date | null, now: Date) => expiresAt !== null && expiresAt <= now;

/** By invoice: of several PIX of one, the oldest that needs a person speaks. */
async function pixSaid(resellerId: ResellerId, ids: string[]): Promise<Told> {
  if (ids.length === 0) return new Map();
  const rows = await database()
    .select({
      ...{ id: mercadopagoCharges.invoiceId, state: mercadopagoCharges.state },
      ...{ reason: mercadopagoCharges.reason, who: clients.name },
    })
    .from(mercadopagoCharges)
    .innerJoin(
      invoices,
      and(
        eq(invoices.resellerId, mercadopagoCharges.resellerId),
        eq(invoices.id, mercadopagoCharges.invoiceId),
      ),
    )
    .innerJoin(clients, and(eq(clients.resellerId, invoices.resellerId), eq(clients.id, invoices.clientId)))
    .where(
      and(
        eq(mercadopagoCharges.resellerId, resellerId),
        inArray(mercadopagoCharges.invoiceId, ids),
        inArray(mercadopagoCharges.state, ['review', 'pending']),
      ),
    )
    .orderBy(mercadopagoCharges.attempt);
  const said: Told = new Map();
  for (const { id, ...row } of rows)
    if (!said.has(id)) said.set(id, { ...row, where: 'Mercado Pago', ...wordsOfPix(row.reason) });
  return said;
}
