import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '@/lib/env';
import type { CallTrace } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import { afterReading, afterTrouble, FIRST, GOING_ON, isCareful, type Pace, TRIES } from './rules';

/** The caller's lease is kept alive by an empty commit when nothing was read for this long. */
const HEARTBEAT_MS = 15 * SECOND_MS;

/** One that was heard, `agoMs` after it was asked for. */
export type Heard<A, R> = { item: A; reading: R; agoMs: number };
export type Ended = { how: 'end' | 'time' | 'lost' } | { how: 'pause' | 'stop'; trace: CallTrace };
type Source<A, R> = {
  /** Asks the panel for one; `failed` says that its answer tells nothing. */
  ask(item: A): Promise<{ reading: R; failed: CallTrace | null }>;
  /** What is known of one without asking. */
  known?(item: A): R | null;
  /**
   * The next after one, in order, of which `heard` was heard, null while it is under way: then `later` says that only
   * its answer tells what comes. None at the end.
   */
  next(after: A | null, heard: R | null): Promise<A[] | 'later'>;
  /** Writes readings down, in the order of their items; false when the caller may not go on. */
  commit(heard: Heard<A, R>[]): Promise<boolean>;
  /** Asked for, and not yet written down: what a killed run asks for again at most. */
  batch: number;
  /** Whether the panel answered well a moment ago, when this reading was cut off. */
  goingOn: boolean;
  forMs: number;
};

/**
 * Reads many things from a panel, as many at once as it bears, and hands the readings over in order and in batches,
 * so that whoever keeps the place of the last can go on from there. One whose reading fails is asked for again later,
 * three times; what the whole panel does (refuses the token, blocks, asks to wait, is away) ends the reading, and
 * what was not handed over is read again.
 */
export const readMany = <A, R>(source: Source<A, R>): Promise<Ended> => new Reader(source).run();

type Slot<A, R> = { item: A; tries: number; reading: R | null; askedAt: number };

class Reader<A, R> {
  private readonly until: number;
  private pace: Pace;
  /** In order: waiting, under way or heard. The head is written down once it was heard. */
  private line: Slot<A, R>[] = [];
  private readonly asking = new Set<Slot<A, R>>();
  private fetched: Slot<A, R> | null = null;
  private exhausted = false;
  private ended: Ended | null = null;
  private error: unknown = null;
  private startedAt = Number.NEGATIVE_INFINITY;
  private writing = false;
  private wroteAt = performance.now();
  private news = false;
  private wakeUp: () => void = () => {};

  constructor(private readonly source: Source<A, R>) {
    this.until = performance.now() + source.forMs;
    this.pace = source.goingOn ? GOING_ON : FIRST;
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
    if (ready < this.source.batch / 2 && !beat && !(last && ready > 0)) return;
    this.writing = true;
    this.wroteAt = performance.now();
    void this.write(this.line.slice(0, ready)).finally(() => {
      this.writing = false;
      this.tell();
    });
  }

  private async write(slots: Slot<A, R>[]): Promise<void> {
    try {
      const at = performance.now();
      const heard = slots.flatMap(({ item, reading, askedAt }) =>
        reading === null ? [] : [{ item, reading, agoMs: at - askedAt }],
      );
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
  private async waiting(): Promise<Slot<A, R> | null> {
    const { batch, known } = this.source;
    const free = this.line.slice(0, batch).filter((slot) => slot.reading === null && !this.asking.has(slot));
    const fresh = free.find((slot) => slot.tries === 0);
    if (fresh || this.line.length >= batch || this.exhausted) return fresh ?? free[0] ?? null;
    const more = await this.source.next(this.fetched?.item ?? null, this.fetched?.reading ?? null);
    if (more === 'later') return free[0] ?? null;
    this.exhausted = more.length === 0;
    const askedAt = performance.now();
    const slots = more.map((item) => ({ item, tries: 0, reading: known?.(item) ?? null, askedAt }));
    this.line.push(...slots);
    this.fetched = slots.at(-1) ?? this.fetched;
    // What is known already, and the end of the line, are written down without waiting for an answer.
    if (this.exhausted || slots.some((slot) => slot.reading !== null)) this.tell();
    return this.waiting();
  }

  private async ask(slot: Slot<A, R>): Promise<void> {
    this.asking.add(slot);
    const { epoch } = this.pace;
    slot.askedAt = performance.now();
    try {
      const { reading, failed } = await this.source.ask(slot.item);
      const first = slot.tries === 0;
      const ms = performance.now() - slot.askedAt;
      this.pace = afterReading(this.pace, { ok: failed === null, first, ms, epoch });
      if (failed) this.failed(slot, reading, failed);
      else slot.reading = reading;
    } catch (error) {
      this.fail(error);
    }
    this.asking.delete(slot);
    this.tell();
  }

  private failed(slot: Slot<A, R>, reading: R, trace: CallTrace): void {
    const what = afterTrouble(trace.reason, this.pace);
    if (what !== 'again') this.ended ??= { how: what, trace };
    // Held back by a gate of ours it says nothing of what was asked for.
    else if (trace.phase !== 'blocked' && ++slot.tries >= TRIES) slot.reading = reading;
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
