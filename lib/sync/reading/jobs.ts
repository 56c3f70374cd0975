import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '@/lib/env';
import type { CallTrace, CustomerReading, PanelAdapter } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import { afterReading, afterTrouble, FIRST, isCareful, type Pace, TRIES } from './rules';

/** Read, and not yet written down: what a killed run reads again at most. */
const BATCH = 100;
const COMMIT_AT = BATCH / 2;
/** The caller's lease is kept alive by an empty commit when nothing was read for this long. */
const HEARTBEAT_MS = 15 * SECOND_MS;

export type Heard<A> = { account: A; reading: CustomerReading };
export type Ended = { how: 'end' | 'time' | 'lost' } | { how: 'pause' | 'stop'; trace: CallTrace };
type Source<A> = {
  panel: Pick<PanelAdapter, 'readCustomer'>;
  /** The next accounts after one, in order; none at the end. */
  next(after: A | null): Promise<A[]>;
  /** Writes readings down, in the order of their accounts; false when the caller may not go on. */
  commit(heard: Heard<A>[]): Promise<boolean>;
  forMs: number;
};

/**
 * Reads accounts from a panel, as many at once as it bears, and hands the readings over in order and in batches,
 * so that whoever keeps the place of the last can go on from there. A customer whose reading fails is asked for
 * again later, three times; what the whole panel does (refuses the token, blocks, asks to wait, is away) ends the
 * reading, and what was not handed over is read again.
 */
export const readMany = <A extends { username: string }>(source: Source<A>): Promise<Ended> =>
  new Reader(source).run();

type Slot<A> = { account: A; tries: number; reading: CustomerReading | null };

class Reader<A extends { username: string }> {
  private readonly until: number;
  private pace: Pace = FIRST;
  /** Accounts in order: waiting, under way or heard. The head is written down once it was heard. */
  private line: Slot<A>[] = [];
  private readonly asking = new Set<Slot<A>>();
  private fetched: A | null = null;
  private exhausted = false;
  private ended: Ended | null = null;
  private error: unknown = null;
  private startedAt = Number.NEGATIVE_INFINITY;
  private writing = false;
  private wroteAt = performance.now();
  private news = false;
  private wakeUp: () => void = () => {};

  constructor(private readonly source: Source<A>) {
    this.until = performance.now() + source.forMs;
  }

  async run(): Promise<Ended> {
    for (;;) {
      this.writeSome();
      if (this.asking.size === 0 && !this.writing) {
        if (this.error) throw this.error;
        if (this.ended) return this.ended;
        if (this.exhausted && this.line.length === 0) return { how: 'end' };
      }
      await this.startSome();
      await this.somethingHappens();
    }
  }

  /** Writes the head of the line down when it is worth it, when nothing more will come, or as a sign of life. */
  private writeSome(): void {
    if (this.writing || this.error || this.ended?.how === 'lost') return;
    const open = this.line.findIndex((slot) => slot.reading === null);
    const ready = open < 0 ? this.line.length : open;
    const last = this.asking.size === 0 && (this.ended !== null || this.exhausted);
    const beat = performance.now() - this.wroteAt > HEARTBEAT_MS;
    if (ready < COMMIT_AT && !beat && !(last && ready > 0)) return;
    this.writing = true;
    this.wroteAt = performance.now();
    void this.write(this.line.slice(0, ready)).finally(() => {
      this.writing = false;
      this.tell();
    });
  }

  private async write(slots: Slot<A>[]): Promise<void> {
    try {
      const heard = slots.flatMap(({ account, reading }) => (reading ? [{ account, reading }] : []));
      if (!(await this.source.commit(heard))) this.ended = { how: 'lost' };
      this.line.splice(0, slots.length);
    } catch (error) {
      this.fail(error);
    }
  }

  private async startSome(): Promise<void> {
    if (!this.ended && performance.now() > this.until) this.ended = { how: 'time' };
    while (!this.ended && this.asking.size < this.pace.allowed) {
      const gapMs = isCareful(this.pace) ? env().PANEL_CALL_EVERY_MS : 0;
      const waitMs = this.startedAt + gapMs - performance.now();
      if (waitMs > 0) {
        setTimeout(() => this.tell(), waitMs);
        return;
      }
      const slot = await this.waiting();
      if (!slot) return;
      this.startedAt = performance.now();
      void this.ask(slot);
    }
  }

  /** Whom to ask next, who failed before last; at most a batch beyond what was written down. */
  private async waiting(): Promise<Slot<A> | null> {
    const free = this.line.slice(0, BATCH).filter((slot) => !slot.reading && !this.asking.has(slot));
    const fresh = free.find((slot) => slot.tries === 0);
    if (fresh || this.line.length >= BATCH || this.exhausted) return fresh ?? free[0] ?? null;
    const more = await this.source.next(this.fetched);
    this.fetched = more.at(-1) ?? this.fetched;
    this.exhausted = more.length === 0;
    this.line.push(...more.map((account) => ({ account, tries: 0, reading: null })));
    return this.waiting();
  }

  private async ask(slot: Slot<A>): Promise<void> {
    this.asking.add(slot);
    const { epoch } = this.pace;
    const began = performance.now();
    try {
      const reading = await this.source.panel.readCustomer(slot.account.username);
      const ok = reading.kind !== 'unreadable';
      const first = slot.tries === 0;
      this.pace = afterReading(this.pace, { ok, first, ms: performance.now() - began, epoch });
      if (reading.kind === 'unreadable') this.failed(slot, reading);
      else slot.reading = reading;
    } catch (error) {
      this.fail(error);
    }
    this.asking.delete(slot);
    this.tell();
  }

  private failed(slot: Slot<A>, reading: CustomerReading & { kind: 'unreadable' }): void {
    const what = afterTrouble(reading.trace.reason, this.pace);
    if (what !== 'again') this.ended ??= { how: what, trace: reading.trace };
    // Held back by a gate of ours it says nothing of this customer.
    else if (reading.trace.phase !== 'blocked' && ++slot.tries >= TRIES) slot.reading = reading;
  }

  private fail(error: unknown): void {
    this.error ??= error;
    this.ended = { how: 'lost' };
  }

  private tell(): void {
    this.news = true;
    this.wakeUp();
  }

  /** Until an answer arrives, a batch is written, or a moment has passed. */
  private async somethingHappens(): Promise<void> {
    if (!this.news) {
      const pause = new AbortController();
      const told = new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
      await Promise.race([told, sleep(SECOND_MS, undefined, { signal: pause.signal }).catch(() => {})]);
      pause.abort();
    }
    this.news = false;
  }
}
