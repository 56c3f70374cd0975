'use server';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/app/action';
import { findClients } from '@/lib/clients/queries';
import { env } from '@/lib/env';
import { createByHand } from '@/lib/invoices/by-hand/commands';
import { cancelInvoice, payInvoice, undoPayment } from '@/lib/invoices/commands';
import { PAID, paymentPreview, payRefusal, twinWords, UNDO_REFUSALS, UNDONE } from '@/lib/invoices/messages';
import { paymentSubject } from '@/lib/invoices/queries';
import { twinKey } from '@/lib/invoices/rules';
import { invoiceForm, invoiceRef, paymentForm } from '@/lib/invoices/schema';
import { moneyInput } from '@/lib/money';
import { renewalViews } from '@/lib/renewals/queries';
import { done, refused } from '@/lib/result';
import { formatDate, SECOND_MS } from '@/lib/time';

const ABSENT = 'Esta fatura não existe mais. Atualize a página.';

/** Makes an open invoice for a client; a second one of the same day only when asked for again. */
export const saveInvoice = action('operator', invoiceForm, async (actor, input, now) => {
  const { clientId, dueOn } = input;
  const invoice = { clientId, amountCents: input.amount, dueOn };
  const made = await createByHand(actor, invoice, { twinToo: input.despite === twinKey(input) }, now);
  if (!made.ok && made.reason === 'absent')
    return refused('Cliente não encontrado.', { clientId: 'Escolha o cliente de novo.' });
  if (!made.ok) return refused('Nada foi criado ainda.', { dueOn: twinWords(made.twin) });
  revalidatePath('/invoices');
  return done({ id: made.id }, 'Fatura criada com sucesso');
});

/** What the click will do, or why it cannot, before it is made. Nothing is written, no panel is asked. */
export const previewPayment = action('operator', invoiceRef, async (actor, { invoiceId }, now) => {
  const subject = await paymentSubject(actor.resellerId, invoiceId);
  if (!subject) return refused(ABSENT);
  return done(paymentPreview(subject, now, actor.reseller.timezone));
});

/** The button's door to payInvoice. What the panel does with it is told by the chip, as it happens. */
export const payByHand = action('operator', paymentForm, async (actor, input, now) => {
  const { timezone } = actor.reseller;
  const holdMs = env().RENEWAL_HOLD_SECONDS * SECOND_MS;
  const paid = await payInvoice(actor, { ...input, source: 'manual', holdMs }, now);
  if (!paid.ok) {
    if (paid.reason === 'already_paid') revalidatePath('/invoices');
    return refused(payRefusal(paid, timezone, now));
  }
  if (!paid.panel) return done({ renewal: null }, PAID);
  const [renewal] = await renewalViews(actor.resellerId, { ids: [paid.intentId] }, now, timezone);
  return done({ renewal: renewal ?? null });
});

/** *Desfazer*, as long as nothing has left. */
export const undo = action('operator', invoiceRef, async (actor, { invoiceId }, now) => {
  const undone = await undoPayment(actor, invoiceId, now);
  return undone.ok ? done(undefined, UNDONE) : refused(UNDO_REFUSALS[undone.reason]);
});

/** Cancels an open invoice. */
export const cancel = action('operator', invoiceRef, async (actor, { invoiceId }, now) => {
  const cancelled = await cancelInvoice(actor, invoiceId, now);
  revalidatePath('/invoices');
  return cancelled
    ? done(undefined, 'Fatura cancelada')
    : refused('Esta fatura já não está em aberto. Atualize a página.');
});

const search = z.strictObject({ q: z.string().max(100) });

/** Clients for the form's picker, with what the invoice would be for each. */
export const searchClients = action('operator', search, async (actor, { q }) => {
  const found = await findClients(actor.resellerId, q);
  return done(
    found.map((c) => ({
      value: c.id,
      label: c.name,
      hint: `${c.planName} · vence ${formatDate(c.expiresAt, actor.reseller.timezone)}`,
      amount: moneyInput(c.planPriceCents),
    })),
  );
});
