import { MINUTE_MS } from '@/lib/time';
import type { Change, IntentReason, IntentState } from '../rules';

/** Nothing may be sent until a person reopens the panel, so nothing is read either: the reopening wakes it. */
export const whilePaused = (now: Date): Change => ({
  state: 'pending',
  reason: 'circuit_paused',
  nextRunAt: new Date(now.getTime() + 10 * MINUTE_MS),
});

/** Paid while the account is still being made: its first days are the creation's, so the renewal comes after it. */
export const whileBeingMade = (now: Date): Change => inAMinute('pending', 'account_being_made', now);

/** Another renewal of the customer is in doubt: nothing is sent or decided before its end. */
export const whileBusy = (state: IntentState, now: Date): Change => inAMinute(state, 'busy_customer', now);

const inAMinute = (state: IntentState, reason: IntentReason, now: Date): Change => ({
  state,
  reason,
  nextRunAt: new Date(now.getTime() + MINUTE_MS),
});
