'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { reasonWords } from '@/lib/channels/messages';
import {
  discardMessage,
  markSentByHand,
  resendMessage,
  revealMessage,
  takeByHand,
} from '@/lib/channels/outbox/commands';
import { messageIdSchema } from '@/lib/channels/schema';
import { type ActionResult, done, refused } from '@/lib/result';

const GONE = 'Esta mensagem mudou enquanto você olhava. Veja a lista atualizada.';

/** A person sent it by the wa.me link or otherwise. */
export const markSent = action('operator', messageIdSchema, async (actor, input, now) =>
  answer(await markSentByHand(actor, input, now), 'Mensagem marcada como enviada.'),
);

/** It is not to be sent. */
export const discard = action('operator', messageIdSchema, async (actor, input, now) =>
  answer(await discardMessage(actor, input, now), 'Mensagem descartada.'),
);

/** Takes it from the gateway: from now on a person sends it. */
export const sendByHand = action('operator', messageIdSchema, async (actor, input, now) =>
  answer(await takeByHand(actor, input, now), 'Agora esta mensagem só sai pela sua mão.'),
);

/** Sends it again: a person's decision. */
export const resend = action('operator', messageIdSchema, async (actor, input, now) => {
  const resent = await resendMessage(actor, input, now);
  revalidatePath('/messages');
  if (resent.ok) return done(undefined, 'A mensagem voltou para a fila de envio.');
  if (resent.reason === 'absent') return refused(GONE);
  if (resent.reason === 'too_early')
    return refused('Espere dez minutos desde a tentativa: a mensagem ainda pode chegar.');
  return refused(reasonWords(resent.reason) ?? GONE);
});

/** The text with the client's password, on request and audited. */
export const reveal = action('operator', messageIdSchema, async (actor, input, now) => {
  const revealed = await revealMessage(actor, input, now);
  return revealed ? done(revealed) : refused(GONE);
});

function answer(moved: boolean, message: string): ActionResult {
  revalidatePath('/messages');
  return moved ? done(undefined, message) : refused(GONE);
}
