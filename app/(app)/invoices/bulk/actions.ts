'use server';
import { action } from '@/app/action';
import { startPayments } from '@/lib/bulk/payments/commands';
import { bulkSubjects } from '@/lib/bulk/payments/queries';
import { previewOf } from '@/lib/bulk/payments/rules';
import { bulkForm, selection } from '@/lib/bulk/payments/schema';
import { done, refused } from '@/lib/result';

/** The sums of what would be paid. Nothing is written, no panel is asked. */
export const previewMany = action('operator', selection, async (actor, { invoiceIds }) =>
  done(previewOf(await bulkSubjects(actor.resellerId, invoiceIds), invoiceIds.length)),
);

/** Hands the batch to the server's worker and answers at once. */
export const payMany = action('operator', bulkForm, async (actor, input, now) => {
  const started = await startPayments(actor, input, now);
  return started ? done() : refused('Estas faturas não existem mais. Atualize a página.');
});
