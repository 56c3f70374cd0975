'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { done, refused } from '@/lib/result';
import { applyDifferences } from '@/lib/sync/apply/commands';
import { undoBatch } from '@/lib/sync/apply/undo/commands';
import { appliedWords, importedWords, SYNC_REFUSALS, undoneWords } from '@/lib/sync/messages';
import { cancelSync, startSync } from '@/lib/sync/runs/commands';
import { applySchema, batchSchema, runSchema, startSchema } from '@/lib/sync/schema';
import { importStrangers } from '@/lib/sync/strangers/commands';
import { importSchema } from '@/lib/sync/strangers/schema';

/** Begins to compare one server's clients with its panel, or every server's. */
export const beginSync = action('operator', startSchema, async (actor, { serverId }, now) => {
  const begun = await startSync(actor, { serverId, source: 'person' }, now);
  revalidatePath('/servers', 'layout');
  return begun.length > 0 ? done({ begun: begun.length }) : refused(SYNC_REFUSALS.nothing);
});

/** Stops a reading; what it found stays. */
export const stopSync = action('operator', runSchema, async (actor, { runId }, now) => {
  const stopped = await cancelSync(actor, runId, now);
  revalidatePath('/servers', 'layout');
  return stopped
    ? done(undefined, 'Leitura parada. O que já foi lido continua aqui.')
    : refused(SYNC_REFUSALS.ended);
});

/** Takes differences over. */
export const acceptDifferences = action('operator', applySchema, async (actor, input, now) => {
  const applied = await applyDifferences(actor, input, now);
  revalidatePath('/', 'layout');
  if (!applied) return refused(SYNC_REFUSALS.absent);
  const words = appliedWords(applied);
  return words ? done(applied, words) : refused(SYNC_REFUSALS.decided);
});

/** Takes customers of the panel in who are unknown here. */
export const takeIn = action('operator', importSchema, async (actor, input, now) => {
  const taken = await importStrangers(actor, { ...input, country: actor.reseller.country }, now);
  revalidatePath('/', 'layout');
  if (!taken.ok) return refused(SYNC_REFUSALS[taken.reason]);
  return done(undefined, importedWords(taken));
});

/** Takes a whole batch back. */
export const undoDifferences = action('operator', batchSchema, async (actor, { batchId }, now) => {
  const back = await undoBatch(actor, batchId, now);
  revalidatePath('/', 'layout');
  return back ? done(undefined, undoneWords(back)) : refused(SYNC_REFUSALS.undone);
});
