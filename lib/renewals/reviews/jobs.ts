import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { openPanel } from '@/lib/servers/queries';
import type { IntentReason } from '../rules';
import type { Live } from './rules';

type Clock = () => Date | Promise<Date>;
/** `now`: the moment to decide at. The reading is as old as its question, which may have waited for its turn. */
type LiveReading = { ok: true; live: Live; now: Date } | { ok: false; reason: IntentReason };

/** Reads the customer of an intent from the panel right now, for a person to decide on. Null for a foreign id. */
export async function readLive(
  resellerId: ResellerId,
  id: string,
  clock: Clock,
): Promise<LiveReading | null> {
  const [intent] = await database()
    .select({ serverId: renewalIntents.serverId, username: renewalIntents.panelUsername })
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), eq(renewalIntents.id, id)));
  if (!intent) return null;
  const readAt = await clock();
  const panel = await openPanel(resellerId, intent.serverId, readAt);
  if (!panel) return { ok: false, reason: 'no_panel' };
  const reading = await panel.adapter.readCustomer(intent.username);
  if (reading.kind === 'absent') return { ok: false, reason: 'customer_absent' };
  if (reading.kind === 'unreadable') return { ok: false, reason: reading.trace.reason };
  const { expiresAt } = reading.customer;
  return expiresAt
    ? { ok: true, live: { expiresAt, readAt }, now: await clock() }
    : { ok: false, reason: 'no_panel_date' };
}
