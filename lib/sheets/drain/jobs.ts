import 'server-only';
import { database, type Executor } from '@/db/client';
import { Lines } from '@/lib/lines';
import { log } from '@/lib/log';
import { wake } from '@/lib/queue/api';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import type { SettledRow } from '../commands';
import { afterAnswer, type Pace, ROW_LEASE_MS, START_WITHIN_MS } from '../pace/rules';
import { claimRows, type Lease, releaseRows, renewLease, type Settlement, settleRows } from './commands';
import { recalledAmong, type Target } from './queries';
import { deliverRow } from './row/jobs';
import { Settler } from './settling/jobs';
import { postponeRows } from './spacing/commands';

export type OnSettled = (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>;
type Limits = { forMs: number; timeoutMs: number };
export type Drained = { posted: number; done: number; review: number; queued: number };

const RENEW_EVERY_MS = 15 * SECOND_MS;
/** A wake-up for the end of the rows' lease is set this often: should this driver be killed, somebody goes on. */
const RESCUE_EVERY_MS = 4 * MINUTE_MS;
/** Rows claimed at once, for each post that may be in flight. */
const CLAIM_AHEAD = 4;
/** A row is posted this soon after it was seen not to be recalled, or looked at again. */
const FRESH_MS = 250;

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
  return new Driver(lease, pace, targets, openedAt, onSettled, limits).run();
}

class Driver {
  private readonly opened = performance.now();
  private readonly atOnce: number;
  private readonly settler: Settler;
  private readonly lines = new Lines();
  private readonly drained: Drained = { posted: 0, done: 0, review: 0, queued: 0 };
  private buffer: SettledRow[] = [];
  /** Of the claimed rows those that may be posted now, and when that was seen. */
  private ready: { row: SettledRow; seenAt: number }[] = [];
  private inFlight = new Set<string>();
  private claiming = false;
  private checking = false;
  private exhausted = false;
  private lost = false;
  private ended = false;
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
    const write = (batch: Settlement[]) =>
      settleRows(batch, { lease: this.lease, pace: this.pace }, this.onSettled, this.now());
    this.settler = new Settler(write, () => this.pump());
    this.atOnce = Math.max(1, Math.min(...[...targets.values()].map((target) => target.atOnce)));
    this.pace.allowed = Math.min(this.pace.allowed, this.atOnce);
  }

  async run() {
    const renewing = setInterval(() => this.keepLease(), RENEW_EVERY_MS);
    try {
      await new Promise<void>((resolve) => {
        this.finish = resolve;
        this.pump();
      });
      // From here nothing starts, whatever still calls `pump`.
      this.ended = true;
      await this.settler.finish();
      await this.giveBack([...this.buffer, ...this.ready.map(({ row }) => row)]);
    } finally {
      clearInterval(renewing);
      if (this.resting) clearTimeout(this.resting);
      this.lines.close();
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
    if (this.ended) return;
    const restMs = (this.pace.blockedUntil?.getTime() ?? 0) - this.now().getTime();
    const stopping = this.over() || restMs > SECOND_MS;
    if (!stopping && restMs > 0) this.rest(restMs);
    else if (!stopping) {
      while (this.inFlight.size < this.pace.allowed && !this.settler.isFull()) {
        const row = this.next();
        if (!row) break;
        this.inFlight.add(row.refKey);
        void this.deliver(row);
      }
      if (!this.checking && this.buffer.length > 0 && this.ready.length < this.pace.allowed)
        void this.check();
      if (!this.claiming && !this.exhausted && this.buffer.length < this.pace.allowed) void this.claim();
    }
    const idle = this.inFlight.size === 0 && !this.claiming && !this.checking && !this.resting;
    if (idle && (stopping || (this.exhausted && this.buffer.length + this.ready.length === 0))) this.finish();
  }

  /** The first row that may be posted and whose reference is not on its way. */
  private next(): SettledRow | undefined {
    const since = performance.now() - FRESH_MS;
    // Seen one after the other: the stale ones are at the head.
    const fresh = this.ready.findIndex(({ seenAt }) => seenAt >= since);
    const stale = this.ready.splice(0, fresh < 0 ? this.ready.length : fresh);
    this.buffer.unshift(...stale.map(({ row }) => row));
    const at = this.ready.findIndex(({ row }) => !this.inFlight.has(row.refKey));
    return at < 0 ? undefined : this.ready.splice(at, 1)[0]?.row;
  }

  /** Looks once more at the rows that come next: a package may have been cancelled since they were claimed (F49). */
  private async check(): Promise<void> {
    this.checking = true;
    const rows = this.buffer.splice(0, this.pace.allowed);
    try {
      const seenAt = performance.now();
      const recalled = await recalledAmong(rows);
      for (const row of rows) if (!recalled.has(row.id)) this.ready.push({ row, seenAt });
      await this.giveBack(rows.filter((row) => recalled.has(row.id)));
    } catch (err) {
      log.error({ err, address: this.lease.urlHash }, 'rows not looked at again');
      this.buffer.unshift(...rows);
      this.lost = true;
    }
    this.checking = false;
    this.pump();
  }

  /** Rows that were not posted go back; what that means for their packages is settled with it. */
  private async giveBack(rows: SettledRow[]): Promise<void> {
    if (rows.length === 0) return;
    const now = this.now();
    await database().transaction(async (tx) => {
      const back = await releaseRows(tx, rows, now);
      if (back.length > 0) await this.onSettled(tx, back, now);
    });
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
        busy: [
          ...this.inFlight,
          ...[...this.buffer, ...this.ready.map(({ row }) => row)].map((row) => row.refKey),
        ],
        limit: CLAIM_AHEAD * this.pace.allowed,
      };
      const rows =
        performance.now() >= this.rescueAt
          ? await database().transaction(async (tx) => {
              const claimed = await claimRows(tx, wish, now);
              if (claimed.length > 0) await this.setRescue(tx, now);
              return claimed;
            })
          : await claimRows(database(), wish, now);
      this.exhausted = rows.length === 0;
      if (this.exhausted) await postponeRows(wish.sheetIds, now);
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

  private async keepLease(): Promise<void> {
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
        await this.giveBack([row]);
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

  private async post(row: SettledRow, target: Target): Promise<void> {
    const { epoch } = this.pace;
    const way = { timeoutMs: this.limits.timeoutMs, lines: this.lines };
    const { reading, settlement } = await deliverRow(row, target, () => this.now(), way);
    this.pace = afterAnswer(this.pace, reading, { epoch, atOnce: this.atOnce, now: settlement.at });
    this.drained.posted++;
    this.drained[settlement.state]++;
    this.settler.add(settlement);
  }
}
