/** What can be taken off the board of *Entregas*; `account` is a creation or a status. */
const DISMISSED_KINDS = ['renewal', 'account', 'sheet', 'message'] as const;
export type DismissedKind = (typeof DISMISSED_KINDS)[number];

/** The states in which each waits for a person: the one table that *Entregas* counts, shows and takes off by. */
export const WAITS_IN = {
  renewal: ['rejected', 'review'],
  account: ['rejected', 'review'],
  sheet: ['review'],
  message: ['unknown', 'failed', 'expired'],
} as const satisfies Record<DismissedKind, readonly string[]>;
