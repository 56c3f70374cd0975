'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { retriedWords } from '@/lib/board/messages';
import { retryFiltered, retryPicked } from '@/lib/board/retries/commands';
import { retryForm } from '@/lib/board/schema';
import { bringBack as takeBack, dismiss as takeOff } from '@/lib/dismissals/commands';
import { bringBackRef, dismissForm } from '@/lib/dismissals/schema';
import { reopenClosed } from '@/lib/renewals/reviews/commands';
import { reopenRefusal } from '@/lib/renewals/reviews/messages';
import { done, refused } from '@/lib/result';

const GONE = 'Esta entrega mudou enquanto você olhava. Atualize a página e veja como ela está.';

/** Sets many going again, each through its own door; what is in doubt stays for a person. */
export const retryMany = action('operator', retryForm, async (actor, choice, now) => {
  const zone = actor.reseller.timezone;
  const came =
    'picked' in choice
      ? await retryPicked(actor, choice.picked, zone, now)
      : await retryFiltered(actor, choice.filter, zone, now);
  revalidatePath('/', 'layout');
  return done(came, retriedWords(came));
});

/** *Dispensar*: off the board, with the reason; nothing is claimed and nothing is sent. */
export const dismiss = action('operator', dismissForm, async (actor, input, now) => {
  const off = await takeOff(actor, input, now);
  // The count stands in the frame of every page.
  revalidatePath('/', 'layout');
  return off ? done(undefined, 'Dispensada. Fica guardada em Dispensadas.') : refused(GONE);
});

/** *Trazer de volta*: on the board again, as it was. */
export const bringBack = action('operator', bringBackRef, async (actor, { kind, id }, now) => {
  const back =
    kind === 'renewal'
      ? await reopenClosed(actor, id, now)
      : { ok: await takeBack(actor, { kind, id }, now), reason: 'moved_on' as const };
  revalidatePath('/', 'layout');
  return back.ok ? done(undefined, 'De volta às Entregas.') : refused(reopenRefusal(back.reason));
});
