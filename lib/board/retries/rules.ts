import { type Kind, mayRetryUnseen, type Side } from '../rules';

type Standing = { kind: Kind; side: Side; state: string; reason: string | null };

/** Whether a line of the board may be set going again with others. */
export const isRetryable = ({ kind, side, state, reason }: Standing): boolean =>
  side === 'needs' && mayRetryUnseen(kind, state, reason);
