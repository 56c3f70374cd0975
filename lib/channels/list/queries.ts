import 'server-only';
import { and, asc, count, desc, eq, inArray, isNull, lte, ne, notLike, or, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { notDismissed } from '@/lib/dismissals/queries';
import { whatsappLink } from '@/lib/phone';
import { hidePassword, holdsPassword } from '@/lib/templates/rules';
import { SUMMARIES } from '../alerts/rules';
import { recipientPhone } from '../outbox/queries';
import type { MessageKind, MessageState } from '../rules';
import { type Cursor, PAGE_SIZE, readCursor, TAB_STATES, type Tab, writeCursor } from './rules';

/** One message as a screen may know it: never with the client's password. */
export type MessageItem = {
  id: string;
  kind: MessageKind;
  state: MessageState;
  channel: 'manual' | 'evolution' | 'cloud';
  subjectId: string;
  clientId: string | null;
  /** Null: it goes to a number or to a group. */
  clientName: string | null;
  /** A group it goes to, by its name, or by its id when it is no group of the reseller's. */
  groupName: string | null;
  phone: string | null;
  text: string;
  /** The text calls for the password: text and link come only on request, audited. */
  secret: boolean;
  /** wa.me with the text; null without a phone or with a password. */
  link: string | null;
  reason: string | null;
  createdAt: Date;
  sentAt: Date | null;
  nextRunAt: Date;
};
type MessagePage = { items: MessageItem[]; next: string | null; previous: string | null };

/** One page of a tab: what waits, oldest first; what is done or went wrong, newest first. */
export async function listMessages(
  resellerId: ResellerId,
  { tab, cursor }: { tab: Tab; cursor: string | null },
  now: Date,
): Promise<MessagePage> {
  const from = readCursor(cursor);
  const upwards = (tab === 'ready') !== (from?.back ?? false);
  const order = upwards ? asc : desc;
  const found = await selectMessages()
    .where(and(inTab(resellerId, tab, now), from ? beyond(from, upwards) : undefined))
    .orderBy(order(messages.createdAt), order(messages.id))
    .limit(PAGE_SIZE + 1);
  const more = found.length > PAGE_SIZE;
  const rows = found.slice(0, PAGE_SIZE);
  if (from?.back) rows.reverse();
  return {
    items: rows.map(itemOf),
    next: cursorAt(rows.at(-1)?.message, false, from?.back || more),
    previous: cursorAt(rows[0]?.message, true, from && (!from.back || more)),
  };
}

/** One message; null for an unknown or foreign id. */
export async function getMessage(resellerId: ResellerId, id: string): Promise<MessageItem | null> {
  const [row] = await selectMessages().where(and(eq(messages.resellerId, resellerId), eq(messages.id, id)));
  return row ? itemOf(row) : null;
}

const selectMessages = () =>
  database()
    .select({ message: messages, clientName: clients.name, groupName: groups.name, phone: recipientPhone })
    .from(messages)
    .leftJoin(clients, and(eq(clients.resellerId, messages.resellerId), eq(clients.id, messages.clientId)))
    .leftJoin(groups, and(eq(groups.resellerId, messages.resellerId), eq(groups.jid, messages.chat)));

/** How many wait for a person, for the tabs. */
export async function countMessages(
  resellerId: ResellerId,
  now: Date,
): Promise<{ ready: number; problem: number }> {
  const counted = (tab: Tab) =>
    database()
      .select({ n: count() })
      .from(messages)
      .where(inTab(resellerId, tab, now));
  const [[ready], [problem]] = await Promise.all([counted('ready'), counted('problem')]);
  return { ready: ready?.n ?? 0, problem: problem?.n ?? 0 };
}

// One by hand shows once its undo window has passed; one for the gateway shows at once.
const inTab = (resellerId: ResellerId, tab: Tab, now: Date): SQL | undefined =>
  and(
    eq(messages.resellerId, resellerId),
    inArray(messages.state, [...TAB_STATES[tab]]),
    tab === 'ready' ? or(ne(messages.channel, 'manual'), lte(messages.nextRunAt, now)) : undefined,
    // Nobody sends an answer by hand: it is seen on the Console, and too late it is of no use.
    tab === 'ready'
      ? or(ne(messages.kind, 'reply'), isNull(messages.chat), ne(messages.channel, 'manual'))
      : undefined,
    tab === 'problem'
      ? and(
          or(ne(messages.kind, 'reply'), ne(messages.state, 'expired')),
          or(ne(messages.kind, 'alert'), notLike(messages.period, SUMMARIES)),
          notDismissed('message', 'messages'),
        )
      : undefined,
  );

const beyond = ({ at, id }: Cursor, upwards: boolean): SQL => {
  const place = sql`(${at.toISOString()}::timestamptz, ${id}::uuid)`;
  return upwards
    ? sql`(${messages.createdAt}, ${messages.id}) > ${place}`
    : sql`(${messages.createdAt}, ${messages.id}) < ${place}`;
};

type Row = typeof messages.$inferSelect;

const cursorAt = (row: Row | undefined, back: boolean, wanted: unknown): string | null =>
  row && wanted ? writeCursor({ at: row.createdAt, id: row.id, back }) : null;

type Found = { message: Row; clientName: string | null; groupName: string | null; phone: string | null };

function itemOf({ message: row, clientName, groupName, phone }: Found): MessageItem {
  const { id, kind, state, channel, subjectId, clientId, body, reason, createdAt, sentAt, nextRunAt } = row;
  const secret = clientId !== null && holdsPassword(body);
  return {
    ...{ id, kind: kind as MessageKind, state, channel, subjectId, clientId, clientName, phone },
    groupName: row.chat && (groupName ?? row.chat),
    text: secret ? hidePassword(body) : body,
    secret,
    link: phone && body && !secret ? whatsappLink(phone, body) : null,
    ...{ reason, createdAt, sentAt, nextRunAt },
  };
}
