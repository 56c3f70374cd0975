import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { database, type Executor } from '@/db/client';
import { log } from '@/lib/log';
import { wake } from '@/lib/queue/api';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import type { Reading } from '../answers/rules';
import { type Posted, postRow, readBack } from '../api';
import type { SettledRow } from '../commands';
import { afterAnswer, type Pace, ROW_LEASE_MS, START_WITHIN_MS } from '../pace/rules';
import type { Proof } from '../proof/rules';
import { isSameRow, rowText } from '../rules';
import { claimRows, type Lease, releaseRows, renewLease, type Settlement, settleRows } from './commands';
import type { Target } from './queries';
import { verdictOf } from './rules';

export type OnSettled = (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>;
/** How long to drive, and how long one call may take. */
type Limits = { forMs: number; timeoutMs: number };
export type Drained = { posted: number; done: number; review: number; queued: number };

const RENEW_EVERY_MS = 15 * SECOND_MS;
/** A wake-up for the end of the rows' lease is set this often: should this driver be killed, somebody goes on. */
const RESCUE_EVERY_MS = 4 * MINUTE_MS;
/** Rows of one settling transaction, and how long it waits to have more than a few: each costs the same. */
const SETTLE_AT_ONCE = 200;
const SETTLE_EVERY_MS = 200;
/** Rows claimed at once, for each post that may be in flight. */
const CLAIM_AHEAD = 4;

/**
 * Drives one address whose lease is held: keeps as many posts in flight as its pace allows, claiming rows ahead
 * and settling answers behind, so that neither holds up a post. Ends when nothing is due, the address rests,
 * the lease is lost or the time is over; what was claimed and not posted is given back.
 */
export async function drive(
  { lease, pace }: { lease: Lease; pace: Pace },
  targets: Map<string, Target>,
  openedAt: Date,
  onSettled: OnSettled,
  limits: Limits,
): Promise<{ lease: Lease; pace: Pace; drained: Drained }> {
  const driver = new Driver(lease, pace, targets, openedAt, onSettled, limits);
  return driver.run();
}

class Driver {
  private readonly opened = performance.now();
  private readonly atOnce: number;
  private readonly drained: Drained = { posted: 0, done: 0, review: 0, queued: 0 };
  private buffer: SettledRow[] = [];
  private settled: Settlement[] = [];
  private inFlight = new Set<string>();
  private claiming = false;
  private settling: Promise<void> | null = null;
  private exhausted = false;
  private lost = false;
  private ending = false;
  private rescueAt = 0;
  private resting: NodeJS.Timeout | null = null;
  private finish: () => void = () => {};

  constructor(
    private lease: Lease,
    private pace: Pace,
    private readonly targets: Map<string, Target>,
    private readonly openedAt: Date,
    private readonly onSettled: OnSettled,
    private readonly limits: Limits,
  ) {
    this.atOnce = Math.max(1, Math.min(...[...targets.values()].map((target) => target.atOnce)));
    this.pace.allowed = Math.min(this.pace.allowed, this.atOnce);
  }

  async run() {
    const renewing = setInterval(() => this.renew(), RENEW_EVERY_MS);
    try {
      await new Promise<void>((resolve) => {
        this.finish = resolve;
        this.pump();
      });
      this.ending = true;
      await this.settleAll();
      await releaseRows(this.buffer, this.now());
    } finally {
      clearInterval(renewing);
      if (this.resting) clearTimeout(this.resting);
    }
    return { lease: this.lease, pace: this.pace, drained: this.drained };
  }

  /** The caller's instant, moved on by the time that really passed. */
  private now(): Date {
    return new Date(this.openedAt.getTime() + performance.now() - this.opened);
  }

  private over(): boolean {
    return this.lost || performance.now() - this.opened > this.limits.forMs || this.now() >= this.lease.until;
  }

  /** Starts whatever may start now; called after everything that may have made room. */
  private pump(): void {
    const restMs = (this.pace.blockedUntil?.getTime() ?? 0) - this.now().getTime();
    const stopping = this.over() || restMs > SECOND_MS;
    if (!stopping && restMs > 0) this.rest(restMs);
    else if (!stopping) {
      while (this.inFlight.size < this.pace.allowed && this.settled.length < 2 * SETTLE_AT_ONCE) {
        const row = this.next();
        if (!row) break;
        this.inFlight.add(row.refKey);
        void this.deliver(row);
      }
      if (!this.claiming && !this.exhausted && this.buffer.length < this.pace.allowed) void this.claim();
    }
    const idle = this.inFlight.size === 0 && !this.claiming && !this.resting;
    if (idle && (stopping || (this.exhausted && this.buffer.length === 0))) this.finish();
  }

  /** The first claimed row whose reference is not on its way; one that waited too long goes back. */
  private next(): SettledRow | undefined {
    const at = this.buffer.findIndex((row) => !this.inFlight.has(row.refKey));
    return at < 0 ? undefined : this.buffer.splice(at, 1)[0];
  }

  private rest(ms: number): void {
    this.resting ??= setTimeout(() => {
      this.resting = null;
      this.pump();
    }, ms);
  }

  private async claim(): Promise<void> {
    this.claiming = true;
    try {
      const now = this.now();
      const wish = {
        sheetIds: [...this.targets.keys()],
        busy: [...this.inFlight, ...this.buffer.map((row) => row.refKey)],
        limit: CLAIM_AHEAD * this.pace.allowed,
      };
      const rescue = performance.now() >= this.rescueAt;
      const rows = rescue
        ? await database().transaction(async (tx) => {
            const claimed = await claimRows(tx, wish, now);
            if (claimed.length > 0) await this.setRescue(tx, now);
            return claimed;
          })
        : await claimRows(database(), wish, now);
      this.exhausted = rows.length === 0;
      this.buffer.push(...rows);
    } catch (err) {
      log.error({ err, address: this.lease.urlHash }, 'rows not claimed');
      this.lost = true;
    }
    this.claiming = false;
    this.pump();
  }

  private async setRescue(tx: Executor, now: Date): Promise<void> {
    const id = this.lease.urlHash;
    await wake(tx, { queue: 'sheet', id, group: id, at: new Date(now.getTime() + ROW_LEASE_MS + SECOND_MS) });
    this.rescueAt = performance.now() + RESCUE_EVERY_MS;
  }

  private async renew(): Promise<void> {
    try {
      const kept = await renewLease(this.lease, this.now());
      if (kept) this.lease = kept;
      else this.lost = true;
    } catch (err) {
      // The lease itself says until when it is ours.
      log.error({ err, address: this.lease.urlHash }, 'lease of a sheet not renewed');
    }
    this.pump();
  }

  /** One row's way: post, read back if need be, note what became of it. */
  private async deliver(row: SettledRow): Promise<void> {
    try {
      const target = this.targets.get(row.sheetId ?? '');
      const claimedAt = row.nextRunAt.getTime() - ROW_LEASE_MS;
      // A process that was frozen may no longer be the one that posts here.
      if (!target || this.over() || this.now().getTime() - claimedAt > START_WITHIN_MS) {
        await releaseRows([row], this.now());
        this.exhausted = false;
        return;
      }
      await this.post(row, target);
    } catch (err) {
      // The attempt stays on record; when its lease ends somebody posts it again and reads.
      log.error({ err, row: row.id }, 'row of a sheet failed');
    } finally {
      this.inFlight.delete(row.refKey);
      this.pump();
    }
  }

  private async post(row: SettledRow, { url, zone }: Target): Promise<void> {
    const { epoch } = this.pace;
    const began = performance.now();
    const posted: Posted = { ...row, url, zone };
    const reading = await postRow(posted, this.now(), this.limits.timeoutMs);
    this.drained.posted++;
    const proof = reading.kind === 'duplicate' ? await this.prove(posted, reading, row) : null;
    const now = this.now();
    this.pace = afterAnswer(this.pace, reading, { epoch, atOnce: this.atOnce, now });
    const verdict = verdictOf(reading, proof, row.failures, Math.random());
    const { delayMs, ...rest } = verdict;
    const { kind, reason, status, said } = reading;
    const stored = proof?.kind === 'other' ? proof.stored : undefined;
    const entry = { at: now, kind, reason, status, said, ms: Math.round(performance.now() - began) };
    this.settled.push({
      ...{ ...rest, row, at: now, nextRunAt: new Date(now.getTime() + delayMs) },
      entry: { ...entry, ...(proof ? { proof: proof.kind } : {}), ...(stored ? { stored } : {}) },
    });
    this.drained[verdict.state]++;
    void this.settleAll();
  }

  private async prove(posted: Posted, { stored }: Reading, row: SettledRow): Promise<Proof> {
    if (stored) return isSameRow(row, stored) ? { kind: 'same' } : { kind: 'other', stored: rowText(stored) };
    return readBack(posted, { postedBefore: row.attempts > 1 }, this.now(), this.limits.timeoutMs);
  }

  private settleAll(): Promise<void> {
    this.settling ??= this.settleWaiting().finally(() => {
      this.settling = null;
    });
    return this.settling;
  }

  private async settleWaiting(): Promise<void> {
    while (this.settled.length > 0) {
      if (!this.ending) await sleep(SETTLE_EVERY_MS);
      const batch = this.settled.splice(0, SETTLE_AT_ONCE);
      try {
        await this.settle(batch);
      } catch (err) {
        log.error({ err, address: this.lease.urlHash, rows: batch.length }, 'batch of a sheet not settled');
        // One bad row must not keep the others from being settled.
        for (const one of batch) await this.settle([one]).catch((e: unknown) => this.unsettled(one, e));
      }
      this.pump();
    }
  }

  private settle(batch: Settlement[]): Promise<void> {
    return settleRows(batch, { lease: this.lease, pace: this.pace }, this.onSettled, this.now());
  }

  private unsettled({ row }: Settlement, err: unknown): void {
    log.error({ err, row: row.id }, 'row of a sheet not settled');
  }
}
