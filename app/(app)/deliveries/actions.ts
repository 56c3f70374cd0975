'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { reasonWords } from '@/lib/renewals/messages';
import { resendByPerson, retryRejected, settleByPerson } from '@/lib/renewals/reviews/commands';
import { readLive } from '@/lib/renewals/reviews/jobs';
import { byHandForm, deliveryRef, resendForm } from '@/lib/renewals/schema';
import { done, refused } from '@/lib/result';
import { endOfDay, formatDateTime } from '@/lib/time';

const ABSENT = 'Esta entrega não existe mais. Atualize a página.';
const MOVED_ON = 'Esta entrega mudou enquanto você decidia. Atualize a página e veja como ela está.';
const unreadable = (reason: string) => `Não deu para ler o painel agora: ${reasonWords(reason)}`;

/** The panel's date as it is this moment; a harmless reading. */
export const lookAtPanel = action('operator', deliveryRef, async (actor, { id }, now) => {
  const read = await readLive(actor.resellerId, id, now);
  if (!read) return refused(ABSENT);
  if (!read.ok) return refused(unreadable(read.reason));
  return done({ expiresAt: formatDateTime(read.live.expiresAt, actor.reseller.timezone) });
});

/** *O painel já renovou - aceitar*: the panel's own date of this moment is adopted. */
export const acceptRenewed = action('operator', deliveryRef, async (actor, { id }, now) => {
  const read = await readLive(actor.resellerId, id, now);
  if (!read) return refused(ABSENT);
  if (!read.ok) return refused(unreadable(read.reason));
  const said = { expiresAt: read.live.expiresAt, warning: 'accepted' as const, live: read.live };
  const settled = await settleByPerson(actor, id, said, now);
  revalidatePath('/deliveries', 'layout');
  if (!settled) return refused(MOVED_ON);
  return done(
    undefined,
    `Aceito: renovado no painel até ${formatDateTime(said.expiresAt, actor.reseller.timezone)}`,
  );
});

/** *Não renovou - reenviar*: reads first; a moved date or a panel still in doubt refuses it. */
export const resend = action('operator', resendForm, async (actor, { id }, now) => {
  const read = await readLive(actor.resellerId, id, now);
  if (!read) return refused(ABSENT);
  if (!read.ok) return refused(unreadable(read.reason));
  const sent = await resendByPerson(actor, id, read.live, now);
  revalidatePath('/deliveries', 'layout');
  if (sent === 'ok') return done(undefined, 'Reenvio na fila. A prova aparece aqui em instantes.');
  return refused(RESEND_REFUSALS[sent]);
});

const RESEND_REFUSALS = {
  absent: ABSENT,
  moved_on: MOVED_ON,
  stale: 'A leitura do painel ficou velha. Tente de novo.',
  not_quiet:
    'Ainda é cedo: o painel pode estar aplicando o primeiro envio. Espere o fim da janela e tente de novo.',
  moved:
    'O vencimento no painel já mudou: reenviar renovaria duas vezes. Use "O painel já renovou - aceitar".',
};

/** *Renovei à mão*: the panel's date when it can be read, else the one the person saw there. */
export const renewedByHand = action('operator', byHandForm, async (actor, { id, expiresOn }, now) => {
  const read = await readLive(actor.resellerId, id, now);
  if (!read) return refused(ABSENT);
  const live = read.ok ? read.live : null;
  const expiresAt = live?.expiresAt ?? endOfDay(expiresOn, actor.reseller.timezone);
  const settled = await settleByPerson(actor, id, { expiresAt, warning: 'by_hand', live }, now);
  revalidatePath('/deliveries', 'layout');
  if (!settled) return refused(MOVED_ON);
  return done(undefined, `Registrado: renovado até ${formatDateTime(expiresAt, actor.reseller.timezone)}`);
});

/** A refusal was mended: in the queue again. Nothing had been applied, so this can renew only once. */
export const retry = action('operator', deliveryRef, async (actor, { id }, now) => {
  const again = await retryRejected(actor, id, now);
  revalidatePath('/deliveries', 'layout');
  return again ? done(undefined, 'De volta à fila. A prova aparece aqui em instantes.') : refused(MOVED_ON);
});
