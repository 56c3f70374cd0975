import { DAY_MS, MINUTE_MS } from '@/lib/time';

/** A customer whose payment has not come by then is told once that it is still awaited. */
export const TELL_MS = 5 * MINUTE_MS;
/** A pasted receipt that no SMS has confirmed by then goes to a person. */
export const GIVE_UP_MS = DAY_MS;
/** Nothing more is due by itself: what waits is a text or a person. */
export const REST_MS = 36_500 * DAY_MS;
/** After something unexpected. */
export const RETRY_MS = 10 * MINUTE_MS;
