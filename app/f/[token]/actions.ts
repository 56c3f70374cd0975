'use server';
import { revalidatePath } from 'next/cache';
import { openAction } from '@/app/action';
import { limit } from '@/lib/limits/commands';
import { createCharge, lookAtLink } from '@/lib/mercadopago/charges/jobs';
import { linkForm } from '@/lib/mercadopago/schema';
import { done, refused } from '@/lib/result';

const now = () => new Date();

/** *Gerar PIX*, for whoever holds the link: the provider is asked once, however often it is pressed. */
export const generatePix = openAction(linkForm, async ({ token }, at) => {
  const turn = await limit('pix-create', token, { points: 10, seconds: 60 }, at);
  if (!turn.allowed) return refused('Muitos pedidos seguidos. Espere um minuto e tente de novo.');
  const open = await createCharge(token, now);
  revalidatePath(`/f/${token}`);
  return open ? done() : refused('Esta fatura não está mais em aberto. Atualize a página.');
});

/** Looks whether the PIX was paid: the page asks while it is open. */
export const lookAgain = openAction(linkForm, async ({ token }) => {
  await lookAtLink(token, now);
  return done();
});
