import { SECOND_MS } from '@/lib/time';

export type Act = 'pay' | 'suspend' | 'activate' | 'plan' | 'archive' | 'restore' | 'message' | 'move';
export type RowState = 'pending' | 'done' | 'skipped' | 'failed';

/** What became of a row. Nothing to do is `skipped`: there is nothing to try again. */
export type Settled<Reason extends string = string> = {
  state: Exclude<RowState, 'pending'>;
  reason: Reason | null;
};

/** What can happen to a row of any act. */
export type CommonReason = 'error' | 'stopped';

/** After the unexpected: again in 5, 10 s, then it is the person's. Null when it is. */
export const retryDelayMs = (failures: number): number | null =>
  failures < 3 ? 5 * failures * SECOND_MS : null;

/** One turn of a batch; what is left gives way to others first, and fits a serverless call. */
export const TURN_MS = 20 * SECOND_MS;

export type Tally = Record<RowState, number>;
export const noTally = (): Tally => ({ pending: 0, done: 0, skipped: 0, failed: 0 });
export const totalOf = (tally: Tally): number => tally.pending + tally.done + tally.skipped + tally.failed;

/** `2 faturas` */
export const many = (count: number, one: string, more: string) =>
  `${count.toLocaleString('pt-BR')} ${count === 1 ? one : more}`;
