import { mayRetryUnseen, type Side, type Standing } from '../rules';

/** Whether a line of the board may be set going again with others. */
export const isRetryable = ({ side, ...standing }: Standing & { side: Side }): boolean =>
  side === 'needs' && mayRetryUnseen(standing);
