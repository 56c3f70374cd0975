/** What can be taken off the board of *Entregas*; `account` is a creation or a status. */
export const DISMISSED_KINDS = ['renewal', 'account', 'sheet', 'message'] as const;
export type DismissedKind = (typeof DISMISSED_KINDS)[number];

/** The states in which each waits for a person. A renewal is closed instead, which frees its customer's place. */
export const WAITS_IN = {
  account: ['rejected', 'review'],
  sheet: ['review'],
  message: ['unknown', 'failed', 'expired'],
} as const satisfies Record<Exclude<DismissedKind, 'renewal'>, readonly string[]>;
