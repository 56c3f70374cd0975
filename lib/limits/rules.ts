/** Whole minutes from `now` to `retryAt`, at least one: for "tente de novo em N minutos". */
export const minutesUntil = (retryAt: Date, now: Date): number =>
  Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 60_000));
