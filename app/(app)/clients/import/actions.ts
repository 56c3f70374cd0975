'use server';
import { revalidatePath } from 'next/cache';
import { after } from 'next/server';
import { action } from '@/app/action';
import { type Checked, mapImport } from '@/lib/imports/check/commands';
import { startImport, startUndo } from '@/lib/imports/commands';
import { emptyWrong, fixRow, namePlans, skipRow } from '@/lib/imports/fixes/commands';
import { driveImport } from '@/lib/imports/jobs';
import { IMPORT_REFUSALS } from '@/lib/imports/messages';
import {
  emptySchema,
  fixSchema,
  importIdSchema,
  mappingSchema,
  planNamesSchema,
  skipSchema,
} from '@/lib/imports/schema';
import { log } from '@/lib/log';
import { done, refused } from '@/lib/result';

const clock = () => new Date();
const BACKGROUND_MS = 60_000;

/** Keeps what the columns are and checks every line. */
export const saveMapping = action('operator', mappingSchema, async (actor, input, now) =>
  answer(input.id, await mapImport(actor.resellerId, input, now)),
);

/** Says which plan the unknown names of the plan column mean. */
export const savePlanNames = action('operator', planNamesSchema, async (actor, input, now) =>
  answer(input.id, await namePlans(actor.resellerId, input, now)),
);

/** Mends one line. */
export const saveRow = action('operator', fixSchema, async (actor, input, now) =>
  answer(input.id, await fixRow(actor.resellerId, input, now)),
);

/** Leaves a line out, or takes it in again. */
export const setSkip = action('operator', skipSchema, async (actor, input, now) =>
  answer(input.id, await skipRow(actor.resellerId, input, now)),
);

/** Empties an optional column where it is wrong. */
export const clearWrong = action('operator', emptySchema, async (actor, input, now) =>
  answer(input.id, await emptyWrong(actor.resellerId, input, now)),
);

/** Starts the import; it goes on after the answer, on the page and by the tick. */
export const beginImport = action('operator', importIdSchema, async (actor, { id }, now) =>
  goOn(id, await startImport(actor, id, now)),
);

/** Starts taking an import back. */
export const beginUndo = action('operator', importIdSchema, async (actor, { id }, now) =>
  goOn(id, await startUndo(actor, id, now)),
);

function goOn(id: string, started: Checked) {
  if (started.ok)
    after(() =>
      // The page and the tick drive it too: a failure here loses nothing.
      driveImport(id, clock, BACKGROUND_MS).catch((err: unknown) => log.error({ err, id }, 'import failed')),
    );
  return answer(id, started);
}

function answer(id: string, result: Checked) {
  if (result.ok) {
    revalidatePath(`/clients/import/${id}`);
    return done();
  }
  const sentence = IMPORT_REFUSALS[result.reason];
  if (result.reason === 'server_absent') return refused(sentence, { serverId: sentence });
  if (result.reason === 'plan_absent') return refused(sentence, { planId: sentence });
  return refused(sentence);
}
