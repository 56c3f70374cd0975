'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { restorePlan } from '@/lib/plans/archive/commands';
import { archivePlan, createPlan, type PlanRefusal, updatePlan } from '@/lib/plans/commands';
import { PACKAGE_PROBLEMS, PLAN_ABSENT, planInUse, SERVER_ABSENT, SERVER_AWAY } from '@/lib/plans/messages';
import { planIdSchema, planSchema } from '@/lib/plans/schema';
import { done, refused } from '@/lib/result';
import { askPanel, mayTest } from '@/lib/servers/jobs';
import { probeSentence, readingSentence, SERVER_REFUSALS, TOO_MANY_TESTS } from '@/lib/servers/messages';
import { serverIdSchema } from '@/lib/servers/schema';

/** Adds or changes a plan. */
export const savePlan = action('owner', planSchema, async (actor, { id, ...input }, now) => {
  const written = id
    ? await updatePlan(actor.resellerId, actor, id, input, now)
    : await createPlan(actor.resellerId, actor, input, now);
  if (!written.ok) return refusal(written, 'move');
  revalidatePath('/', 'layout');
  return done({ id: written.id }, id ? 'Plano atualizado.' : 'Plano criado.');
});

/** Takes a plan out of sale. */
export const putPlanAway = action('owner', planIdSchema, async (actor, { id }, now) => {
  const archived = await archivePlan(actor.resellerId, actor, id, now);
  if (!archived.ok) return refusal(archived, 'archive');
  revalidatePath('/', 'layout');
  return done(undefined, 'Plano arquivado.');
});

/** Puts an archived plan back on sale. */
export const bringPlanBack = action('owner', planIdSchema, async (actor, { id }, now) => {
  const restored = await restorePlan(actor, id, now);
  if (!restored.ok) return refused(restored.reason === 'absent' ? PLAN_ABSENT : SERVER_AWAY);
  revalidatePath('/', 'layout');
  return done(undefined, 'Plano restaurado.');
});

/** Reads the server's packages again, from the form. */
export const rereadPackages = action('owner', serverIdSchema, async (actor, { id }, now) => {
  if (!(await mayTest(actor.userId, now)).allowed) return refused(TOO_MANY_TESTS);
  const probe = await askPanel(actor.resellerId, id, now);
  revalidatePath('/plans');
  if (!probe) return refused(SERVER_REFUSALS.absent.message);
  return probe.ok ? done(undefined, readingSentence(probe)) : refused(probeSentence(probe));
});

const CHECK = 'Confira os campos destacados.';

function refusal(written: PlanRefusal, act: 'archive' | 'move') {
  switch (written.reason) {
    case 'absent':
      return refused(PLAN_ABSENT);
    case 'server_absent':
      return refused(CHECK, { serverId: SERVER_ABSENT });
    case 'package':
      return refused(CHECK, { packageId: PACKAGE_PROBLEMS[written.problem] });
    case 'in_use':
      return act === 'archive'
        ? refused(planInUse(written.clients, act))
        : refused(CHECK, { serverId: planInUse(written.clients, act) });
  }
}
