'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { invoiceRef } from '@/lib/invoices/schema';
import { resolveReview } from '@/lib/mercadopago/charges/commands';
import { done, refused } from '@/lib/result';

/** *Já resolvi*: the PIX needs nobody any more. */
export const resolvePix = action('operator', invoiceRef, async (actor, { invoiceId }, now) => {
  const resolved = await resolveReview(actor, invoiceId, now);
  revalidatePath('/invoices', 'layout');
  return resolved
    ? done(undefined, 'PIX resolvido.')
    : refused('Isto já estava resolvido. Atualize a página.');
});
