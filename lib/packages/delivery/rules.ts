import { HOUR_MS } from '@/lib/time';
import { type LatePolicy, NOTICE_MS, nextStep, type Slot, type Step } from '../rules';

/** How often a package that waits for a sheet or a person is looked at, should their wake-up be lost. */
const LOOK_AGAIN_MS = 6 * HOUR_MS;

export type Plan<S extends Slot> = {
  send: S | null;
  skip: S[];
  hold: S[];
  end: boolean;
  /** The number is to be told that the end is near. */
  tell: boolean;
  nextRunAt: Date;
};

type Due<S> = {
  subscription: { expiresAt: Date; noticeAt: Date | null };
  slots: readonly S[];
  late: LatePolicy;
  notice: boolean;
};

/** What is done about one package whose moment has come, and when to look at it again. */
export function planPackage<S extends Slot>(
  { subscription, slots, late, notice }: Due<S>,
  now: Date,
): Plan<S> {
  const step = nextStep({ expiresAt: subscription.expiresAt, slots }, late, now);
  const of = (ks: number[]) => slots.filter((slot) => ks.includes(slot.k));
  const tellAt = new Date(subscription.expiresAt.getTime() - NOTICE_MS);
  const telling = notice && subscription.noticeAt === null && now < subscription.expiresAt;
  // Sheet and phone set the hour anew when they have answered; should that be lost, this is when to look.
  const after = nextStep({ expiresAt: subscription.expiresAt, slots: slots.map(done(step, now)) }, late, now);
  const looks = [after.end ? now : after.lookAt, telling && tellAt > now ? tellAt : null].flatMap((at) =>
    at ? [at.getTime()] : [],
  );
  return {
    send: slots.find((slot) => slot.k === step.send) ?? null,
    skip: of(step.skip),
    hold: of(step.hold),
    end: step.end,
    tell: telling && tellAt <= now && !step.end,
    nextRunAt: new Date(Math.min(...looks, now.getTime() + LOOK_AGAIN_MS)),
  };
}

/** A slot as it is once the step is taken. */
const done =
  (step: Step, now: Date) =>
  (slot: Slot): Slot => {
    if (slot.k === step.send) return { ...slot, state: 'delivered', sentAt: now, orderedAt: now };
    if (step.skip.includes(slot.k)) return { ...slot, state: 'skipped' };
    return step.hold.includes(slot.k) ? { ...slot, state: 'held' } : slot;
  };
