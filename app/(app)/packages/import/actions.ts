'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { applyPlan, discardPlan } from '@/lib/packages/imports/commands';
import { importId } from '@/lib/packages/imports/schema';
import { done, refused } from '@/lib/result';

const GONE = 'Esta importação já foi aplicada ou descartada.';

/** Takes over what is new in a file. */
export const applyImport = action('operator', importId, async (actor, input, now) => {
  const applied = await applyPlan(actor, input, now);
  if (!applied) return refused(GONE);
  revalidatePath('/packages', 'layout');
  return done(undefined, applied.taken === 1 ? '1 pacote importado' : `${applied.taken} pacotes importados`);
});

/** Throws a file away that was not taken over. */
export const discardImport = action('operator', importId, async (actor, input) => {
  if (!(await discardPlan(actor, input))) return refused(GONE);
  revalidatePath('/packages/import');
  return done(undefined, 'Arquivo descartado');
});
