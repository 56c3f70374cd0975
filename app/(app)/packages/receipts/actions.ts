'use server';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/app/action';
import { renewKey } from '@/lib/keys/commands';
import { activationField } from '@/lib/packages/sale/messages';
import { formatPhone, parsePhone } from '@/lib/phone';
import { pasteReceipt } from '@/lib/receipts/commands';
import { decideReceipt, dismissReceipt, reopenReceipt, seeRepeat } from '@/lib/receipts/decisions/commands';
import { decisionSchema, pasteSchema, receiptIdSchema, seenSchema } from '@/lib/receipts/decisions/schema';
import { type DecisionReason, decisionWords, NO_RECEIPT, SEEN_OTHER } from '@/lib/receipts/messages';
import { done, refused } from '@/lib/result';

const CHECK = 'Confira os campos destacados.';

/** A person says what a receipt buys, for whom and in which group. */
export const decide = action('operator', decisionSchema, async (actor, input, now) => {
  const number = parsePhone(input.number, actor.reseller.country);
  if (!number) return refused(CHECK, { number: 'Escreva um número de celular válido.' });
  const made = await decideReceipt(actor, { ...input, number }, now);
  if (!made.ok) {
    const words = decisionWords(made.reason);
    return refused(words, fieldOf(made.reason) ? { [fieldOf(made.reason)]: words } : undefined);
  }
  revalidatePath('/packages', 'layout');
  return done(
    undefined,
    made.subscription
      ? `Pacote ativado para ${formatPhone(number)}.`
      : `Pedido e pagamento registrados para ${formatPhone(number)}.`,
  );
});

/** The field of the form that a refusal is about; empty when it is about none. */
function fieldOf(reason: DecisionReason): string {
  switch (reason) {
    case 'bad_type':
    case 'price_changed':
    case 'not_renewable':
      return 'priceId';
    case 'bad_number':
    case 'no_group':
      return activationField(reason);
    default:
      return '';
  }
}

/** Takes a customer's message in that a person pasted here. */
export const paste = action('operator', pasteSchema, async (actor, input, now) => {
  const pasted = await pasteReceipt(actor, input, now);
  if (!pasted.ok)
    return pasted.reason === 'no_group'
      ? refused(CHECK, { groupId: decisionWords('no_group') })
      : refused(CHECK, { text: NO_RECEIPT });
  revalidatePath('/packages', 'layout');
  // What is still missing is said beside the text that lacks it, and stays.
  const { noNumber, reply } = pasted;
  return done({ noNumber }, noNumber ? undefined : reply);
});

/** Puts a text aside. */
export const dismiss = action('operator', receiptIdSchema, async (actor, { id }, now) => {
  const dismissed = await dismissReceipt(actor, id, now);
  revalidatePath('/packages', 'layout');
  return dismissed ? done(undefined, 'Comprovante dispensado.') : refused(decisionWords('settled'));
});

/** Takes a text up again. */
export const reopen = action('operator', receiptIdSchema, async (actor, { id }, now) => {
  const reopened = await reopenReceipt(actor, id, now);
  revalidatePath('/packages', 'layout');
  return reopened ? done(undefined, 'Comprovante retomado.') : refused(decisionWords('settled'));
});

/** Takes a repeat of a settled receipt from the list. */
export const seen = action('operator', seenSchema, async (actor, input, now) => {
  const marked = await seeRepeat(actor, input, now);
  revalidatePath('/packages', 'layout');
  return marked ? done(undefined, 'Marcado como visto.') : refused(SEEN_OTHER);
});

/** Gives the phone another address; the old one answers nobody from now on. */
export const changeAddress = action('owner', z.strictObject({}), async (actor, _, now) => {
  await renewKey(actor, 'receipts', now);
  revalidatePath('/packages/receipts', 'layout');
  return done(undefined, 'Endereço trocado. Atualize o aplicativo do celular.');
});
