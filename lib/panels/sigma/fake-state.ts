import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { type FakePackage, type FakeUser, fakePackages, fakeUsers, hashId } from './fake-catalogue';
import type { Variant } from './fake-variants';

export type FakeCustomer = {
  id: string;
  username: string;
  password: string;
  name: string;
  email: string;
  note: string;
  whatsapp: string;
  packageId: string;
  userId: string;
  status: 'ACTIVE' | 'INACTIVE' | 'EXPIRED';
  expiresAt: string;
};

/** One line of the ledger: the oracle of every test. `hand` is a person at the panel, and costs nothing. */
export type LedgerEntry = {
  at: string;
  act: 'create' | 'renew' | 'status' | 'delete' | 'hand';
  username: string;
  packageId: string | null;
  credits: number;
  before: string | null;
  after: string | null;
  row: FakeCustomer | null;
};

export type Seed = { users?: FakeUser[]; packages?: FakePackage[]; customers?: FakeCustomer[] };
type Options = { username: string; seed: Seed; ledgerFile: string | null; now: () => Date };

/** What the panel knows. The ledger is append-only, and the customers follow from it alone after a restart. */
export class FakeState {
  users: FakeUser[] = [];
  packages: FakePackage[] = [];
  customers = new Map<string, FakeCustomer>();
  ledger: LedgerEntry[] = [];
  private late: { at: number; run: () => void }[] = [];
  private offsetMs = 0;

  constructor(private readonly options: Options) {
    this.restart();
    const { ledgerFile } = options;
    if (ledgerFile && existsSync(ledgerFile))
      for (const line of readFileSync(ledgerFile, 'utf8').split('\n').filter(Boolean)) this.replay(line);
  }

  /** Forgets everything but the file on disk. */
  restart(): void {
    const { seed, username } = this.options;
    this.users = structuredClone(seed.users ?? fakeUsers(username));
    this.packages = structuredClone(seed.packages ?? fakePackages());
    this.customers = new Map(structuredClone(seed.customers ?? []).map((c) => [c.username, c]));
    this.ledger = [];
    this.late = [];
    this.offsetMs = 0;
  }

  now = (): Date => new Date(this.options.now().getTime() + this.offsetMs);

  advance(ms: number): void {
    this.offsetMs += ms;
    this.settle();
  }

  /** Makes the changes whose hour has come. */
  settle(): void {
    const due = this.late.filter((l) => l.at <= this.now().getTime());
    this.late = this.late.filter((l) => !due.includes(l));
    for (const { run } of due) run();
  }

  later(ms: number, run: () => void): void {
    this.late.push({ at: this.now().getTime() + ms, run });
  }

  put(act: LedgerEntry['act'], row: FakeCustomer | null, username: string, credits = 0): void {
    const before = this.customers.get(username)?.expiresAt ?? null;
    const entry: LedgerEntry = {
      at: this.now().toISOString(),
      act,
      username,
      packageId: row?.packageId ?? null,
      credits,
      before,
      after: row?.expiresAt ?? null,
      row,
    };
    this.take(entry);
    const { ledgerFile } = this.options;
    if (ledgerFile) appendFileSync(ledgerFile, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  renewedUntil(customer: FakeCustomer, pack: FakePackage, v: Variant): string {
    const now = this.now().toISOString();
    const base = { now, due: customer.expiresAt, later: now > customer.expiresAt ? now : customer.expiresAt }[
      v.base
    ];
    const times = { normal: 1, unmoved: 0, double: 2, backwards: -1 }[v.effect];
    return times === 0 ? customer.expiresAt : periodLater(base, pack, v, times);
  }

  newUntil = (pack: FakePackage, v: Variant): string => periodLater(this.now().toISOString(), pack, v, 1);

  nextId = (): string => hashId(this.ledger.length + 1);

  private replay(line: string): void {
    try {
      this.take(JSON.parse(line));
    } catch {
      // A line cut by a kill: the change was never answered.
    }
  }

  private take(entry: LedgerEntry): void {
    this.ledger.push(entry);
    if (entry.row) this.customers.set(entry.username, entry.row);
    else this.customers.delete(entry.username);
    const payer = this.users.find((u) => u.id === entry.row?.userId);
    if (payer) payer.credits -= entry.credits;
  }
}

function periodLater(base: string, pack: FakePackage, v: Variant, times: number): string {
  const unit = pack.unit === 'MONTHS' && v.month === '30 days' ? 'DAYS' : pack.unit;
  const amount = pack.duration * times * (unit === pack.unit ? 1 : 30);
  const start = Temporal.Instant.from(base).toZonedDateTimeISO(v.zone);
  const end = start.add({ [unit.toLowerCase()]: amount });
  const at = v.endOfDay ? end.withPlainTime('23:59:59') : end;
  return new Date(at.epochMilliseconds).toISOString();
}
