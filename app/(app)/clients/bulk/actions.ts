'use server';
import { z } from 'zod';
import { action } from '@/app/action';
import type { Actor } from '@/lib/auth/rules';
import { type ClientBatch, startClients } from '@/lib/bulk/clients/commands';
import { changedMeanwhile, START_REFUSALS } from '@/lib/bulk/clients/messages';
import { choiceSummary, messagePreview } from '@/lib/bulk/clients/queries';
import { previewOf } from '@/lib/bulk/clients/rules';
import { choiceForm, messageForm, previewForm, startForm } from '@/lib/bulk/clients/schema';
import { countClients } from '@/lib/clients/list/queries';
import { choiceSchema } from '@/lib/clients/schema';
import { done, refused } from '@/lib/result';
import { KIND_WORDS } from '@/lib/templates/messages';
import { listWordings } from '@/lib/templates/queries';
import { templateFault } from '@/lib/templates/rules';

const filterForm = z.strictObject({ filters: choiceSchema.options[1].shape.filters });

/** How many clients the list's filters find, for *Selecionar todos*. */
export const countFiltered = action('operator', filterForm, async (actor, { filters }, now) =>
  done(await countClients(actor.resellerId, filters, now, actor.reseller.timezone)),
);

/** What an act on the chosen clients would do, summed. Nothing is written, no panel is asked. */
export const previewAct = action('operator', previewForm, async (actor, asked, now) => {
  const scope = { resellerId: actor.resellerId, now, zone: actor.reseller.timezone };
  const planId = asked.act === 'plan' ? asked.planId : null;
  const { groups, plan } = await choiceSummary(scope, asked.choice, planId);
  if (planId && !plan) return refused(START_REFUSALS.plan_absent);
  return done(previewOf(groups, { act: asked.act, plan }));
});

/** Hands the batch to the server's worker and answers at once. */
export const startAct = action('operator', startForm, (actor, batch, now) => begin(actor, batch, now));

/** To whom a message would go, and the texts it may start from. */
export const previewMessage = action('operator', choiceForm, async (actor, { choice }, now) => {
  const scope = { resellerId: actor.resellerId, now, zone: actor.reseller.timezone };
  const [preview, wordings] = await Promise.all([
    messagePreview(scope, choice),
    listWordings(actor.resellerId),
  ]);
  const models = wordings
    .filter(({ body }) => templateFault('custom', body) === null)
    .map(({ kind, body }) => ({ kind, label: KIND_WORDS[kind].label, body }));
  return done({ preview, models });
});

/** Hands the messages to the server's worker; each goes to the outbox once. */
export const startMessage = action('operator', messageForm, (actor, batch, now) =>
  begin(actor, { ...batch, act: 'message' }, now),
);

async function begin(actor: Actor, batch: ClientBatch, now: Date) {
  const started = await startClients(actor, batch, now, actor.reseller.timezone);
  if (started.ok) return done();
  return refused(
    started.reason === 'changed' ? changedMeanwhile(started.count) : START_REFUSALS[started.reason],
  );
}
