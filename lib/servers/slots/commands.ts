import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { panelSlots } from '@/db/schema/servers';

/** 2 calls at once per panel (sigma-api.md sections 3 and 8); the table itself allows no third. */
const SLOTS = [1, 2] as const;
/** Longer than the longest wait for a turn (15 s) and the longest request (30 s) together. */
const LEASE = sql`interval '60 seconds'`;

export type Slot = { resellerId: ResellerId; origin: string; slot: number; holder: string };

/**
 * Takes one of the two places at a reseller's panel; null while both are taken. One upsert per place: of any
 * number of processes, whoever changes the row has it. Time is the database's, so that no clock of ours can
 * free a place too soon. A place of a killed process is free again after 60 s.
 */
export async function takeSlot(resellerId: ResellerId, origin: string): Promise<Slot | null> {
  const holder = newId();
  const until = sql`clock_timestamp() + ${LEASE}`;
  for (const slot of SLOTS) {
    const [taken] = await database()
      .insert(panelSlots)
      .values({ resellerId, origin, slot, holder, until })
      .onConflictDoUpdate({
        target: [panelSlots.resellerId, panelSlots.origin, panelSlots.slot],
        set: { holder, until },
        setWhere: sql`${panelSlots.until} < clock_timestamp()`,
      })
      .returning({ slot: panelSlots.slot });
    if (taken) return { resellerId, origin, slot, holder };
  }
  return null;
}

/** Gives a place back, unless its time was over and another has it now. */
export async function freeSlot({ resellerId, origin, slot, holder }: Slot): Promise<void> {
  await database()
    .delete(panelSlots)
    .where(
      and(
        eq(panelSlots.resellerId, resellerId),
        eq(panelSlots.origin, origin),
        eq(panelSlots.slot, slot),
        eq(panelSlots.holder, holder),
      ),
    );
}
