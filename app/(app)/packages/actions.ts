'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { scheduledText } from '@/lib/console/messages';
import { formatMoney } from '@/lib/money';
import { cancelPackage, extendPackage, pausePackage, resumePackage } from '@/lib/packages/lifecycle/commands';
import { activatedText, activationWords, packageWords } from '@/lib/packages/messages';
import { schedulePackage } from '@/lib/packages/sale/commands';
import { activatedWords, activationField, paidField, scheduledWords } from '@/lib/packages/sale/messages';
import { pricesFor } from '@/lib/packages/sale/queries';
import {
  decideForm,
  extendForm,
  groupRef,
  packageRef,
  paidForm,
  scheduleForm,
} from '@/lib/packages/sale/schema';
import { decideSlot } from '@/lib/packages/slots/commands';
import { parsePhone } from '@/lib/phone';
import { activatePaid } from '@/lib/receipts/commands';
import { decisionWords } from '@/lib/receipts/messages';
import { done, refused } from '@/lib/result';

const CHECK = 'Confira os campos destacados.';

/** Schedules the renewals of a package that was sent by hand; answers what `.pacote` would. */
export const schedule = action('operator', scheduleForm, async (actor, input, now) => {
  const number = parsePhone(input.number, actor.reseller.country);
  if (!number) return refused(CHECK, { number: activationWords('bad_number') });
  const wish = { ...input, number, groupId: input.groupId || null };
  const made = await schedulePackage(actor, wish, now);
  if (!made.ok) {
    const words = activationWords(made.reason);
    return refused(words, { [activationField(made.reason)]: words });
  }
  revalidatePath('/packages', 'layout');
  const { id, reference, days, slotMb, expiresAt } = made.subscription;
  const zone = actor.reseller.timezone;
  const text = scheduledText({ number, reference, days, slotMb, expiresAt }, zone);
  return done({ id, text }, scheduledWords(made.subscription, made.slots[0]?.dueAt ?? null, zone));
});

/** Sells a package whose money an operator has seen: its order, its payment and its renewals at once. */
export const activatePaidPackage = action('operator', paidForm, async (actor, input, now) => {
  const { country, currency, timezone: zone } = actor.reseller;
  const number = parsePhone(input.number, country);
  if (!number) return refused(CHECK, { number: activationWords('bad_number') });
  const { reference, groupId, amount, priceId } = input;
  const sale = { reference, number, groupId, amountCents: amount, priceId: priceId || null };
  const sold = await activatePaid(actor, sale, now);
  if (!sold.ok) {
    const paid = sold.paidCents === undefined ? undefined : formatMoney({ cents: sold.paidCents, currency });
    const words = decisionWords(sold.reason, paid);
    return refused(words, { [paidField(sold.reason)]: words });
  }
  revalidatePath('/packages', 'layout');
  const { id, days, slotMb, typeName, expiresAt, initialMb, bonusMb, nextRunAt } = sold.subscription;
  const mb = (initialMb ?? 0) + bonusMb;
  const told = { number, reference, typeName, mb, cents: amount, slots: days, slotMb, expiresAt, zone };
  const text = activatedText({ ...told, firstAt: nextRunAt });
  return done({ id, text }, activatedWords(sold.subscription, zone));
});

/** What a group sells, for the form to say what a value buys before it is sent. */
export const groupPrices = action('operator', groupRef, async (actor, { groupId }) =>
  done(await pricesFor(actor.resellerId, groupId)),
);

type Acted = { ok: true } | { ok: false; reason: Parameters<typeof packageWords>[0] };

/** What an act on one package answers. */
function answer(acted: Acted, sentence: string) {
  revalidatePath('/packages', 'layout');
  return acted.ok ? done(undefined, sentence) : refused(packageWords(acted.reason));
}

/** Stops a package's renewals until it is resumed. */
export const pause = action('operator', packageRef, async (actor, { id }, now) =>
  answer(await pausePackage(actor, { id }, now), 'Pacote pausado'),
);

/** Goes on with a paused package. */
export const resume = action('operator', packageRef, async (actor, { id }, now) =>
  answer(await resumePackage(actor, { id }, now), 'Pacote retomado'),
);

/** Ends a package at once. */
export const cancelOne = action('operator', packageRef, async (actor, { id }, now) =>
  answer(await cancelPackage(actor, { id }, now), 'Pacote cancelado'),
);

/** Adds renewals behind the last one. */
export const extend = action('operator', extendForm, async (actor, { id, days }, now) => {
  const extended = await extendPackage(actor, { id, days }, now);
  if (!extended.ok && extended.reason !== 'absent')
    return refused(packageWords(extended.reason), { days: packageWords(extended.reason) });
  return answer(extended, days === 1 ? 'Pacote estendido em 1 dia' : `Pacote estendido em ${days} dias`);
});

/** A renewal that waited for a person goes out or is given up. */
export const decide = action('operator', decideForm, async (actor, input, now) =>
  answer(
    await decideSlot(actor, input, now),
    input.decision === 'deliver' ? 'A renovação vai sair assim que puder' : 'Renovação pulada',
  ),
);
