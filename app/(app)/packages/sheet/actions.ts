'use server';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/app/action';
import { renewKey } from '@/lib/keys/commands';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { done, refused } from '@/lib/result';
import { acceptRow, retryRow, tryNow } from '@/lib/sheets/board/commands';

const ref = z.strictObject({ id: z.uuid() });
const GONE = 'Esta linha já saiu da conferência. A página foi atualizada.';

const refresh = () => revalidatePath('/packages', 'layout');

/** A person has looked: the row in the sheet is ours. */
export const acceptReviewed = action('operator', ref, async (actor, { id }, now) => {
  const accepted = await acceptRow(actor, id, settleSlots, now);
  refresh();
  return accepted ? done(undefined, 'Linha dada como entregue.') : refused(GONE);
});

/** Posts it again under the same reference. */
export const retryReviewed = action('operator', ref, async (actor, { id }, now) => {
  const queued = await retryRow(actor, id, settleSlots, now);
  refresh();
  return queued
    ? done(
        undefined,
        'Linha na fila de novo, com a mesma referência; um pedido espera as 20 h depois da última renovação.',
      )
    : refused(GONE);
});

/** Ends an address's rest. */
export const trySheetNow = action('operator', ref, async (actor, { id }, now) => {
  const tried = await tryNow(actor, id, now);
  refresh();
  return tried
    ? done(undefined, 'Tentando agora. O resultado aparece aqui em instantes.')
    : refused('Esta planilha não existe mais.');
});

/** Ends the phone's old address. */
export const renewPhoneKey = action('owner', z.strictObject({}), async (actor, _, now) => {
  await renewKey(actor, 'sheet', now);
  refresh();
  return done(undefined, 'Endereço novo criado. O antigo parou de funcionar: troque no celular.');
});
