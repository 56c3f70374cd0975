'use server';
import { action } from '@/app/action';
import { startClients } from '@/lib/bulk/clients/commands';
import { changedMeanwhile, START_REFUSALS } from '@/lib/bulk/clients/messages';
import { choiceForm } from '@/lib/bulk/clients/schema';
import { moveChoices, movePreview } from '@/lib/bulk/moves/queries';
import { movePreviewForm, moveStartForm } from '@/lib/bulk/moves/schema';
import { done, refused } from '@/lib/result';
import { SERVER_REFUSALS } from '@/lib/servers/messages';

/** The plans the chosen clients have, and where they may go. */
export const choicesToMove = action('operator', choiceForm, async (actor, { choice }, now) =>
  done({
    ...(await moveChoices({ resellerId: actor.resellerId, now, zone: actor.reseller.timezone }, choice)),
    currency: actor.reseller.currency,
  }),
);

/** What a move would do on each panel. Nothing is written, no panel is asked. */
export const previewMove = action('operator', movePreviewForm, async (actor, { choice, ...to }, now) => {
  const scope = { resellerId: actor.resellerId, now, zone: actor.reseller.timezone };
  const preview = await movePreview(scope, choice, to);
  return preview ? done(preview) : refused(SERVER_REFUSALS.absent.message);
});

/** Hands the move to the server's worker and answers at once. */
export const startMove = action('operator', moveStartForm, async (actor, batch, now) => {
  const started = await startClients(actor, { ...batch, act: 'move' }, now, actor.reseller.timezone);
  if (started.ok) return done();
  return refused(
    started.reason === 'changed' ? changedMeanwhile(started.count) : START_REFUSALS[started.reason],
  );
});
