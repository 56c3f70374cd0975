'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import type { Actor } from '@/lib/auth/rules';
import { reasonWords } from '@/lib/renewals/messages';
import {
  closeUnproved,
  resendByPerson,
  retryRejected,
  settleByPerson,
} from '@/lib/renewals/reviews/commands';
import { readLive } from '@/lib/renewals/reviews/jobs';
import {
  ABSENT,
  acceptRefusal,
  closeRefusal,
  liveWords,
  resendRefusal,
} from '@/lib/renewals/reviews/messages';
import { reviewBase } from '@/lib/renewals/reviews/queries';
import type { Live } from '@/lib/renewals/reviews/rules';
import { closeForm, deliveryRef, resendForm } from '@/lib/renewals/schema';
import { type ActionResult, done, refused } from '@/lib/result';
import { formatDateTime } from '@/lib/time';
import { capital } from '@/lib/words';

const clock = () => new Date();

/** The panel's date as it is this moment; a harmless reading. */
export const lookAtPanel = action('operator', deliveryRef, async (actor, { id }) => {
  const read = await readLive(actor.resellerId, id, clock);
  const known = await reviewBase(actor.resellerId, id);
  if (!read || !known) return refused(ABSENT);
  if (read.ok)
    return done(liveWords({ ...known, expiresAt: read.live.expiresAt, zone: actor.reseller.timezone }));
  return read.reason === 'customer_absent' ? done('Sem conta') : refused(unreadWords(read.reason));
});

/** *O painel já renovou - aceitar*: the panel's own date of this moment, when it moved as a renewal moves it. */
export const acceptRenewed = action('operator', deliveryRef, (actor, { id }) =>
  settle(actor, id, 'accepted'),
);

/** *Renovei à mão*: proved the same way. A date that a person writes is no proof. */
export const renewedByHand = action('operator', deliveryRef, (actor, { id }) => settle(actor, id, 'by_hand'));

/** *Não renovou - reenviar*: reads first; a moved date or a panel still in doubt refuses it. */
export const resend = action('operator', resendForm, async (actor, { id }) =>
  withLive(actor, id, async (live, now) => {
    const sent = await resendByPerson(actor, id, live, now);
    revalidatePath('/deliveries', 'layout');
    if (sent.ok) return done(undefined, 'Reenvio na fila. A prova aparece aqui em instantes.');
    return refused(resendRefusal(sent.reason, { ...sent, ...seenBy(actor, live) }));
  }),
);

/** *Encerrar sem prova*: nobody waits for the panel any more; nothing is said to be renewed. */
export const closeDelivery = action('operator', closeForm, async (actor, { id, because }, now) => {
  const closed = await closeUnproved(actor, { id, because }, now);
  revalidatePath('/deliveries', 'layout');
  return closed.ok ? done(undefined, 'Encerrado sem prova do painel.') : refused(closeRefusal(closed.reason));
});

/** A refusal was mended: in the queue again. Nothing had been applied, so this can renew only once. */
export const retry = action('operator', deliveryRef, async (actor, { id }, now) => {
  const again = await retryRejected(actor, id, now);
  revalidatePath('/deliveries', 'layout');
  return again.ok
    ? done(undefined, 'De volta à fila. A prova aparece aqui em instantes.')
    : refused(closeRefusal(again.reason));
});

const settle = (actor: Actor, id: string, warning: 'accepted' | 'by_hand') =>
  withLive(actor, id, async (live, now) => {
    const settled = await settleByPerson(actor, id, { warning, live }, now);
    revalidatePath('/deliveries', 'layout');
    if (!settled.ok) return refused(acceptRefusal(settled.reason, { ...settled, ...seenBy(actor, live) }));
    const until = formatDateTime(live.expiresAt, actor.reseller.timezone);
    return done(
      undefined,
      warning === 'accepted'
        ? `Aceito: renovado no painel até ${until}`
        : `Registrado: renovado no painel até ${until}`,
    );
  });

/** Reads the panel first. One that cannot be read proves nothing, so nothing is decided on it. */
async function withLive<T>(
  actor: Actor,
  id: string,
  then: (live: Live, now: Date) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const read = await readLive(actor.resellerId, id, clock);
  if (!read) return refused(ABSENT);
  if (read.ok) return then(read.live, read.now);
  // An absent customer was read: that is the panel's answer, and no failure to get one.
  const isAbsent = read.reason === 'customer_absent';
  return refused(isAbsent ? capital(reasonWords(read.reason)) : unreadWords(read.reason));
}

const unreadWords = (reason: string) => `Não deu para ler o painel agora: ${reasonWords(reason)}`;

const seenBy = (actor: Actor, live: Live) => ({ expiresAt: live.expiresAt, zone: actor.reseller.timezone });
