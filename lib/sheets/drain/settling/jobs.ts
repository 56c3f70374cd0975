import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '@/lib/log';
import type { Settlement } from '../commands';

/** Rows of one settling transaction, and how long it waits to have more than a few: each costs the same. */
const SETTLE_AT_ONCE = 200;
const SETTLE_EVERY_MS = 200;

/** Writes answers down behind the posts, in batches, one after the other, so that none holds up a post. */
export class Settler {
  private waiting: Settlement[] = [];
  private working: Promise<void> | null = null;
  private ending = false;
  /** Ends the wait for more. */
  private readonly hurry = new AbortController();

  /** `onRoom` is called after each batch. */
  constructor(
    private readonly write: (batch: Settlement[]) => Promise<void>,
    private readonly onRoom: () => void,
  ) {}

  /** Whether so much waits to be written that no more should be posted. */
  isFull(): boolean {
    return this.waiting.length >= 2 * SETTLE_AT_ONCE;
  }

  add(settlement: Settlement): void {
    this.waiting.push(settlement);
    void this.work();
  }

  /** Writes what is left, at once. */
  finish(): Promise<void> {
    this.ending = true;
    this.hurry.abort();
    return this.work();
  }

  private work(): Promise<void> {
    this.working ??= this.writeWaiting().finally(() => {
      this.working = null;
    });
    return this.working;
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      if (!this.ending)
        await sleep(SETTLE_EVERY_MS, undefined, { signal: this.hurry.signal }).catch(() => {});
      const batch = this.waiting.splice(0, SETTLE_AT_ONCE);
      try {
        await this.write(batch);
      } catch (err) {
        log.error({ err, rows: batch.length }, 'batch of a sheet not settled');
        // One bad row must not keep the others from being settled; it comes again when its lease is over.
        for (const one of batch)
          await this.write([one]).catch((e: unknown) =>
            log.error({ err: e, row: one.row.id }, 'not settled'),
          );
      }
      this.onRoom();
    }
  }
}
