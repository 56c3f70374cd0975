import type { CustomerReading, RenewAnswer } from '@/lib/panels/rules';
import { DAY_MS, dayOf, endOfDay } from '@/lib/time';
import type { Claimed, IntentRow } from './commands';
import type { World } from './jobs';
import { afterRestore, EPOCH } from './restore/rules';
import { type Change, LEASE_MS, minDeltaOf } from './rules';

/** A worker killed at this point: nothing after it runs. */
export class Killed extends Error {}

/**
 * A simulated hour of bad weather for the protocol: virtual time, one panel without idempotency keys, rows
 * under the same rules as the database's WHERE clauses. Everything follows from the seed.
 */
export class FakeWorld {
  nowMs = Date.UTC(2026, 10, 21, 12);
  readonly ledger: { at: number; id: string }[] = [];
  readonly rows: IntentRow[] = [];
  expiresMs: number;
  faults = true;
  private timers: { at: number; wake: () => void }[] = [];
  private readonly base: number;

  constructor(readonly random: () => number) {
    this.expiresMs = this.nowMs + (Math.floor(this.random() * 50) - 30) * DAY_MS;
    this.base = Math.floor(this.random() * 2);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.timers.push({ at: this.nowMs + ms, wake }));
  }

  /** Runs virtual time up to `untilMs`, one event after the other. */
  async run(untilMs: number): Promise<void> {
    for (;;) {
      await new Promise((next) => setImmediate(next));
      this.timers.sort((a, b) => a.at - b.at);
      const next = this.timers[0];
      if (!next || next.at > untilMs) break;
      this.timers.shift();
      this.nowMs = Math.max(this.nowMs, next.at);
      next.wake();
    }
    this.nowMs = untilMs;
  }

  addIntent(id: string): void {
    const periodMs = 30 * DAY_MS;
    this.rows.push({
      id,
      state: 'pending',
      attempt: 0,
      panelUsername: 'ana',
      packageId: 'p1',
      periodMs,
      minDeltaMs: minDeltaOf(periodMs),
      expiresFirst: null,
      expiresBefore: null,
      expiresAfter: null,
      panelSaidOk: false,
      neverResend: false,
      sentAt: null,
      quietUntil: null,
      lastNegativeAt: null,
      leaseToken: 0,
      leaseUntil: null,
      failures: 0,
      restoredAt: null,
      warning: null,
      nextRunAt: new Date(this.nowMs + 10_000),
      createdAt: new Date(this.nowMs),
    } as unknown as IntentRow);
  }

  claim(id: string): Claimed | null {
    const at = this.rows.findIndex((r) => r.id === id);
    const row = this.rows[at];
    const waitsFor = (r: IntentRow, older: boolean) => (r.state === 'pending' ? older : OPEN.has(r.state));
    const blocked = row?.state === 'pending' && this.rows.some((r, i) => i !== at && waitsFor(r, i < at));
    const leased = row?.leaseUntil && row.leaseUntil.getTime() >= this.nowMs;
    if (!row || blocked || leased || row.nextRunAt.getTime() > this.nowMs) return null;
    if (!['pending', 'sending', 'unknown'].includes(row.state)) return null;
    Object.assign(row, { leaseToken: row.leaseToken + 1, leaseUntil: new Date(this.nowMs + LEASE_MS) });
    return { intent: { ...row }, lastSync: this.lastSync, claimed: this.claimed(row), making: null };
  }

  private claimed(row: IntentRow): Date | null {
    const since = row.sentAt ?? row.createdAt;
    const others = this.rows.filter((r) => r !== row && r.verifiedAt && r.verifiedAt >= since);
    const dates = others.map((r) => r.expiresAfter?.getTime() ?? 0);
    return row.state === 'pending' && dates.length > 0 ? new Date(Math.max(...dates)) : null;
  }

  lastSync: Date | null = null;
  private holdUntilMs = 0;

  /** The database as it is now, to come back to. */
  backup = () => ({ rows: this.rows.map((row) => ({ ...row })), lastSync: this.lastSync });

  /** The rows of a backup, and what is done then. The panel forgets nothing, and old processes live on. */
  restore(kept: ReturnType<FakeWorld['backup']>, quietMs: number): void {
    const now = new Date(this.nowMs);
    this.lastSync = kept.lastSync;
    this.holdUntilMs = this.nowMs + quietMs;
    const open = kept.rows.filter((row) => OPEN.has(row.state));
    const changes = afterRestore(open, this.lastSync, now, quietMs);
    for (const [at, row] of open.entries())
      if (changes[at])
        Object.assign(row, changes[at], { leaseToken: row.leaseToken + EPOCH, leaseUntil: null });
    this.rows.splice(0, this.rows.length, ...kept.rows);
  }

  world(quietMs: number): World {
    return {
      panel: { readCustomer: () => this.read(), renew: (_user, _package) => this.renew() },
      clock: async () => new Date(this.nowMs),
      monotonicMs: () => this.nowMs,
      random: this.random,
      begin: async (held, expiresBefore, now) => {
        await this.mishap();
        const row = this.held(held);
        if (!row || !['pending', 'unknown'].includes(row.state)) return null;
        Object.assign(row, {
          state: 'sending',
          attempt: row.attempt + 1,
          expiresBefore,
          expiresFirst: row.expiresFirst ?? expiresBefore,
          sentAt: now,
          quietUntil: new Date(now.getTime() + quietMs),
          lastNegativeAt: null,
          restoredAt: null,
          leaseUntil: new Date(now.getTime() + LEASE_MS),
        });
        const begun = { ...row };
        await this.mishap();
        return begun;
      },
      settle: async (held, change, _seen, now) => {
        await this.mishap();
        const row = this.held(held);
        if (!row || row.state !== held.state) return null;
        Object.assign(row, change satisfies Change, { leaseUntil: null });
        if (row.state === 'verified') {
          this.lastSync = row.expiresAfter;
          row.verifiedAt = now;
        }
        return { ...row };
      },
    };
  }

  private held(held: IntentRow): IntentRow | undefined {
    return this.rows.find((r) => r.id === held.id && r.leaseToken === held.leaseToken);
  }

  /** Death, or a freeze of ten minutes, at any write. */
  private async mishap(): Promise<void> {
    if (!this.faults) return;
    const dice = this.random();
    if (dice < 0.05) throw new Killed();
    if (dice < 0.07) await this.sleep(600_000);
  }

  private async read(): Promise<CustomerReading> {
    await this.sleep(200 + this.random() * 2000);
    const trace = traceOf('ok');
    if (this.faults && this.random() < 0.15) return { kind: 'unreadable', trace: traceOf('server_error') };
    const customer = {
      username: 'ana',
      status: 'active',
      packageId: 'p1',
      ownerId: 'u1',
      expiresAt: new Date(this.expiresMs),
    } as const;
    return { kind: 'found', customer, trace };
  }

  /** One POST under the harsh mix of renewal-protocol.md section 8: 70 % clean, the rest split as listed. */
  private async renew(): Promise<RenewAnswer> {
    if (this.nowMs < this.holdUntilMs) return answer('not_sent', false);
    await this.sleep(500 + this.random() * 1500);
    const dice = this.faults ? this.random() / 0.3 : 1;
    const weather = WEATHER.find((w) => dice < w.below);
    if (!weather) {
      this.apply();
      return answer('applied', true, new Date(this.expiresMs));
    }
    if (weather.applies === 'now') this.apply();
    if (weather.applies === 'late')
      void this.sleep(30_000 + this.random() * 840_000).then(() => this.apply());
    if (weather.timesOut) await this.sleep(30_000);
    return answer(weather.class, weather.saidOk ?? false);
  }

  private apply(): void {
    this.ledger.push({ at: this.nowMs, id: 'ana' });
    const from = this.base === 0 ? this.expiresMs : Math.max(this.expiresMs, this.nowMs);
    this.expiresMs = endOfDay(
      dayOf(new Date(from + 30 * DAY_MS), 'America/Sao_Paulo'),
      'America/Sao_Paulo',
    ).getTime();
  }
}

const OPEN = new Set(['pending', 'sending', 'unknown', 'review']);

const traceOf = (reason: 'ok' | 'server_error') => ({
  reason,
  status: null,
  phase: 'body' as const,
  latencyMs: 1,
  detail: null,
  retryAfterMs: null,
  movedTo: null,
});

type Weather = {
  below: number;
  class: RenewAnswer['class'];
  applies?: 'now' | 'late';
  timesOut?: boolean;
  saidOk?: boolean;
};
const WEATHER: Weather[] = [
  { below: 0.13, class: 'not_sent' },
  { below: 0.26, class: 'edge_block' },
  { below: 0.39, class: 'unknown' },
  { below: 0.52, class: 'unknown', applies: 'now' },
  { below: 0.63, class: 'unknown', timesOut: true },
  { below: 0.77, class: 'unknown', applies: 'now', timesOut: true },
  { below: 0.93, class: 'unknown', applies: 'late', timesOut: true },
  { below: 1, class: 'unknown', applies: 'now', saidOk: true },
];

const answer = (c: RenewAnswer['class'], saidOk: boolean, expiresAt: Date | null = null): RenewAnswer => ({
  class: c,
  saidOk,
  expiresAt,
  trace: traceOf(c === 'applied' ? 'ok' : 'server_error'),
});
