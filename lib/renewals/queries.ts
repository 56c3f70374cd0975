import 'server-only';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { panelPackages, servers } from '@/db/schema/servers';
import { OPEN_STATES } from '@/lib/accounts/queries';
import { chipOf, reasonWords, type Tone, WARNINGS, waitingWords } from './messages';
import { claimedSince } from './reviews/queries';
import { ESCALATE_MS, type IntentState, isMoving, type Outside } from './rules';

/** What a screen shows of one renewal. Plain JSON: the chip asks for it again while something moves. */
export type RenewalView = {
  id: string;
  invoiceId: string;
  state: IntentState;
  text: string;
  tone: Tone;
  /** What happened and what to do, where there is something to say. */
  why: string | null;
  /** What a proved renewal still leaves to look at: more than one was found. */
  warning: string | null;
  /** Until when nothing has been sent and the payment can be undone. */
  undoUntil: string | null;
  moving: boolean;
};

/** The chips of some renewals; ids of other resellers are simply not there. */
export async function renewalViews(
  resellerId: ResellerId,
  by: { ids: string[] } | { invoiceIds: string[] },
  now: Date,
  zone: string,
): Promise<RenewalView[]> {
  const which =
    'ids' in by ? inArray(renewalIntents.id, by.ids) : inArray(renewalIntents.invoiceId, by.invoiceIds);
  const rows = await database()
    .select()
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), which))
    .orderBy(asc(renewalIntents.createdAt));
  return rows.map((row) => viewOf(row, now, zone));
}

/** Some renewals with their evidence, in no order; ids of other resellers are simply not there. */
export async function deliveriesOf(resellerId: ResellerId, ids: string[], now: Date, zone: string) {
  if (ids.length === 0) return [];
  const rows = await selectDeliveries().where(
    and(eq(renewalIntents.resellerId, resellerId), inArray(renewalIntents.id, ids)),
  );
  return rows.map((row) => deliveryOf(row, now, zone));
}

export type Delivery = Awaited<ReturnType<typeof deliveriesOf>>[number];

/** One renewal with its evidence; null for an unknown or foreign id. */
export async function getDelivery(
  resellerId: ResellerId,
  id: string,
  now: Date,
  zone: string,
): Promise<Delivery | null> {
  const [found] = await deliveriesOf(resellerId, [id], now, zone);
  return found ?? null;
}

const selectDeliveries = () =>
  database()
    .select({
      intent: renewalIntents,
      clientName: clients.name,
      serverName: servers.name,
      planName: plans.name,
      packageName: panelPackages.name,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
    })
    .from(renewalIntents)
    .innerJoin(clients, eq(clients.id, renewalIntents.clientId))
    .innerJoin(plans, eq(plans.id, clients.planId))
    .innerJoin(servers, eq(servers.id, renewalIntents.serverId))
    .innerJoin(invoices, eq(invoices.id, renewalIntents.invoiceId))
    .leftJoin(
      panelPackages,
      and(
        eq(panelPackages.serverId, renewalIntents.serverId),
        eq(panelPackages.packageId, renewalIntents.packageId),
      ),
    );

type DeliveryRow = Awaited<ReturnType<typeof selectDeliveries>>[number];

const deliveryOf = ({ intent, ...names }: DeliveryRow, now: Date, zone: string) => ({
  ...names,
  intent,
  view: viewOf(intent, now, zone),
  /** Two days without an end: the customer's slot is held. */
  overdue: now.getTime() - intent.createdAt.getTime() > ESCALATE_MS,
});

function viewOf(intent: typeof renewalIntents.$inferSelect, now: Date, zone: string): RenewalView {
  const { text, tone, undoSeconds } = chipOf(intent, now, zone);
  const waits = intent.state === 'review' || intent.state === 'rejected';
  return {
    id: intent.id,
    invoiceId: intent.invoiceId,
    state: intent.state,
    text,
    tone,
    why: intent.reason && waits ? reasonWords(intent.reason) : pendingWhy(intent),
    warning: intent.warning === 'two_renewals' ? WARNINGS.two_renewals : null,
    undoUntil: undoSeconds ? intent.notBefore.toISOString() : null,
    moving: isMoving(intent.state),
  };
}

type Row = typeof renewalIntents.$inferSelect;

const pendingWhy = ({ state, reason }: Row) => (state === 'pending' && reason ? waitingWords(reason) : null);

/** What is known besides a renewal's own row at the moment that it is taken up; one statement, where nothing was read yet. */
export async function outsideOf(row: Row, tx: Executor): Promise<Outside> {
  const unsent = row.state === 'pending';
  const [client] = await tx
    .select({ lastSync: clients.panelExpiresAt, creation: accountTasks.state })
    .from(clients)
    .leftJoin(
      accountTasks,
      and(
        eq(accountTasks.resellerId, clients.resellerId),
        eq(accountTasks.clientId, clients.id),
        eq(accountTasks.serverId, row.serverId),
        eq(accountTasks.kind, 'create'),
        inArray(accountTasks.state, [...OPEN_STATES]),
      ),
    )
    .where(and(eq(clients.resellerId, row.resellerId), eq(clients.id, row.clientId)));
  return {
    lastSync: client?.lastSync ?? null,
    claimed: unsent && row.expiresFirst ? await claimedSince(row, tx) : null,
    making: unsent && client?.creation ? MAKING[client.creation] : null,
  };
}

const MAKING: Record<typeof accountTasks.$inferSelect.state, Outside['making']> = {
  ...{ pending: 'going', sending: 'going', unknown: 'going' },
  ...{ rejected: 'stopped', review: 'stopped', done: null, cancelled: null },
};
