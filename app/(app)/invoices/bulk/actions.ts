'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { retryFailed, startBulk } from '@/lib/bulk/commands';
import { bulkSubjects } from '@/lib/bulk/queries';
import { previewOf } from '@/lib/bulk/rules';
import { bulkForm, bulkRef, selection } from '@/lib/bulk/schema';
import { done, refused } from '@/lib/result';

/** The sums of what would be paid. Nothing is written, no panel is asked. */
export const previewMany = action('operator', selection, async (actor, { invoiceIds }) =>
  done(previewOf(await bulkSubjects(actor.resellerId, invoiceIds), invoiceIds.length)),
);

/** Hands the batch to the server's worker and answers at once. */
export const payMany = action('operator', bulkForm, async (actor, input, now) => {
  const started = await startBulk(actor, input, now);
  return started ? done() : refused('Estas faturas não existem mais. Atualize a página.');
});

/** *Tentar as que falharam*: the same rows under the same keys. */
export const retryMany = action('operator', bulkRef, async (actor, { bulkId }, now) => {
  const again = await retryFailed(actor, bulkId, now);
  revalidatePath(`/invoices/bulk/${bulkId}`);
  return again > 0 ? done() : refused('Não há nada a tentar de novo. Atualize a página.');
});
