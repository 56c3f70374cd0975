import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '@/lib/env';
import type { CallTrace } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import { afterReading, afterTrouble, FIRST, GOING_ON, isCareful, type Pace, TRIES } from './rules';

/** The caller's lease is kept alive by an empty commit when nothing was read for this long. */
const HEARTBEAT_MS = 15 * SECOND_MS;

/** One that was heard, `agoMs` after it was asked for. */
type Heard<A, R> = { item: A; reading: R; agoMs: number };
/** What outlives a reading that is cut off: first askings that failed in a row, and who is still to be asked for. */
export type Carried<A> = { failed: number; left: { item: A; tries: number }[] };
/** To be written down at once; whoever comes up to `reached` was heard, or is `left`. Null: no further than before. */
export type Batch<A, R> = { heard: Heard<A, R>[]; reached: A | null; carried: Carried<A> };
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
  /** Writes readings down, those of one batch in the order of their items; false when the caller may not go on. */
  commit(batch: Batch<A, R>): Promise<boolean>;
  /** As it was last written down. */
  carried: Carried<A>;
  /** Asked for, and not yet written down: what a killed run asks for again at most. */
  batch: number;
  /** Whether the panel answered well a moment ago, when this reading was cut off. */
  goingOn: boolean;
  forMs: number;
};

/**
 * Reads many things from a panel, as many at once as it bears, and hands the readings over in batches, with the place
 * reached and whom it passed over, so that whoever keeps both can go on from there: who is silent holds up nobody. One
 * whose reading fails is asked for again later, three times, in this reading or in those that go on from it; what the
 * whole panel does (refuses the token, blocks, asks to wait, is away) ends the reading.
 */
export const readMany = <A, R>(source: Source<A, R>): Promise<Ended> => new Reader(source).run();

/** `place`: in the order of `next`; none of one that was carried over. */
type Slot<A, R> = { item: A; place: number; tries: number; reading: R | null; askedAt: number };

const CARRIED = -1;
const placeOf = (slot: { place: number } | null): number => slot?.place ?? CARRIED;

class Reader<A, R> {
  private readonly until: number;
  private pace: Pace;
  /** In order: waiting, under way or heard. */
  private line: Slot<A, R>[];
  /** The last that was heard or asked for in vain, as far as it was written down. */
  private reached: Slot<A, R> | null = null;
  private readonly asking = new Set<Slot<A, R>>();
  private fetched: Slot<A, R> | null = null;
  private places = 0;
  private exhausted = false;
  private ended: Ended | null = null;
  private error: unknown = null;
  private startedAt = Number.NEGATIVE_INFINITY;
  private writing = false;
  /** Something failed that was not written down. */
  private unsaved = false;
  private wroteAt = performance.now();
  private news = false;
  private wakeUp: () => void = () => {};

  constructor(private readonly source: Source<A, R>) {
    this.until = performance.now() + source.forMs;
    const { failed, left } = source.carried;
    this.pace = { ...(source.goingOn ? GOING_ON : FIRST), failuresInRow: failed };
    this.line = left.map((one) => ({ ...one, place: CARRIED, reading: null, askedAt: 0 }));
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

  /** Writes what was heard down when it is worth it, when nothing more will come, or as a sign of life. */
  private writeSome(): void {
    if (this.writing || this.error || this.ended?.how === 'lost') return;
    const some = this.some();
    const ready = some.filter((slot) => slot.reading !== null);
    const last = this.asking.size === 0 && (this.ended !== null || this.exhausted);
    const beat = performance.now() - this.wroteAt > HEARTBEAT_MS;
    if (ready.length < this.source.batch / 2 && !beat && !(last && (ready.length > 0 || this.unsaved)))
      return;
    this.writing = true;
    this.wroteAt = performance.now();
    void this.write(some, ready).finally(() => {
      this.writing = false;
      this.tell();
    });
  }

  /** The line, as far as no more than a batch of it is passed over. */
  private some(): Slot<A, R>[] {
    let open = 0;
    const end = this.line.findIndex((slot) => slot.reading === null && ++open > this.source.batch);
    return end < 0 ? this.line : this.line.slice(0, end);
  }

  private async write(some: Slot<A, R>[], ready: Slot<A, R>[]): Promise<void> {
    try {
      const at = performance.now();
      const heard = ready.flatMap(({ item, reading, askedAt }) =>
        reading === null ? [] : [{ item, reading, agoMs: at - askedAt }],
      );
      const touched = some.filter((slot) => slot.reading !== null || slot.tries > 0);
      const reached = [this.reached, ...touched].reduce((a, b) => (placeOf(b) > placeOf(a) ? b : a));
      this.unsaved = false;
      const carried = this.carriedUpTo(placeOf(reached));
      if (!(await this.source.commit({ heard, reached: reached?.item ?? null, carried })))
        this.ended = { how: 'lost' };
      this.reached = reached;
      const written = new Set(ready);
      this.line = this.line.filter((slot) => !written.has(slot));
    } catch (error) {
      this.fail(error);
    }
  }

  private carriedUpTo(place: number): Carried<A> {
    // What failed while the whole panel did was not their failure: after a pause they are asked for the first time.
    const anew = this.ended?.how === 'pause';
    const left = this.line.filter((slot) => slot.reading === null && slot.place <= place);
    return {
      failed: anew ? 0 : this.pace.failuresInRow,
      left: left.map(({ item, tries }) => ({ item, tries: anew ? 0 : tries })),
    };
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
    const slots = more.map((item) => {
      const reading = known?.(item) ?? null;
      return { item, place: this.places++, tries: 0, reading, askedAt };
    });
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
      // Held back by a gate of ours it says nothing of the panel, nor of what was asked for.
      if (failed?.phase !== 'blocked')
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
    this.unsaved = true;
    const what = afterTrouble(trace, this.pace);
    if (what !== 'again') this.ended ??= { how: what, trace };
    else if (++slot.tries >= TRIES) slot.reading = reading;
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
