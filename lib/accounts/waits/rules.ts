import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { type AccountTask, change, type Decision } from '../rules';

/** How long a creation waits unread for want of credits; whoever reopens the panel wakes it. */
const HELD_MS = 10 * MINUTE_MS;

/**
 * Whether a creation that was held for want of credits waits unread: the panel showed that the account is missing, and
 * nothing is made there before a person reopens it, which wakes this.
 */
export const waitsForCredits = (task: AccountTask, circuit: string): boolean =>
  circuit === 'paused' && task.kind === 'create' && task.state === 'pending' && task.reason === 'no_credits';

/** The same once more, later. */
export const stillHeld = (task: AccountTask, now: Date): Decision =>
  change(task, { state: 'pending', reason: 'no_credits', nextRunAt: later(now, HELD_MS) });

/** How long an account left behind waits unseen for the client's new one, which wakes it. */
export const AWAIT_NEW_MS = HOUR_MS;

/** Whether an account left behind is not to be touched yet: the client's new one does not exist. */
export const awaitsNew = (task: AccountTask, panelState: 'none' | 'missing' | 'linked'): boolean =>
  Boolean(task.username) && task.state === 'pending' && panelState === 'missing';

/** The same once more, later. */
export const stillAwaits = (task: AccountTask, now: Date): Decision =>
  change(task, { state: 'pending', reason: 'new_missing', nextRunAt: later(now, AWAIT_NEW_MS) });

const later = (at: Date, ms: number) => new Date(at.getTime() + ms);
