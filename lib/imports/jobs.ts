import 'server-only';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { importBatches } from '@/db/schema/imports';
import { forgetOldImports } from './commands';
import { runChunk } from './run/commands';
import { undoChunk } from './undo/commands';

type Clock = () => Date | Promise<Date>;

/** The imports and undos that are under way, whoever started them; forgets on the way what no undo needs. */
export async function dueImports(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  await forgetOldImports(now);
  return database()
    .select({ id: importBatches.id, group: importBatches.resellerId })
    .from(importBatches)
    .where(inArray(importBatches.state, ['running', 'undoing']))
    .orderBy(asc(importBatches.createdAt))
    .limit(limit);
}

/**
 * Drives one import on until it ends, `forMs` are over or another caller has it (null when that was at once).
 * The page that shows it, the process that started it and every tick may all do this.
 */
export async function driveImport(id: string, clock: Clock, forMs: number): Promise<'more' | 'end' | null> {
  const until = performance.now() + forMs;
  let last: 'more' | 'end' | null = null;
  do {
    const step = await importChunk(id, await clock());
    if (step !== 'more') return step ?? last;
    last = step;
  } while (performance.now() < until);
  return last;
}

/**
 * Does the next 200 lines of a running import, or of its undo, in one transaction. The lock on the batch is
 * the lease: of two callers one gets null and has nothing to do, and a killed process's lock is gone with its
 * connection. The lines' states change with the clients, so going on never does anything twice (fault F70).
 */
export async function importChunk(id: string, now: Date): Promise<'more' | 'end' | null> {
  return database().transaction(async (tx) => {
    const [batch] = await tx
      .select()
      .from(importBatches)
      .where(and(eq(importBatches.id, id), inArray(importBatches.state, ['running', 'undoing'])))
      .for('update', { skipLocked: true });
    if (!batch) return null;
    return batch.state === 'undoing' ? undoChunk(tx, batch, now) : runChunk(tx, batch, now);
  });
}
