import type { FakeCustomer, FakeState, LedgerEntry } from './fake-state';
import { type Act, PLAIN, type Script, type Variant } from './fake-variants';

type SeenCall = {
  act: Act | null;
  method: string;
  path: string;
  /** The connection had carried a call before. */
  reused: boolean;
  accept: string | undefined;
  authorization: string | undefined;
  json: Record<string, unknown>;
};

/** A person's hand on the panel, and the director's on its behaviour. Same as the HTTP endpoints below. */
export class FakeControl {
  private standing: Partial<Variant> = {};
  private scripts: Script[] = [];
  calls: SeenCall[] = [];
  /** How long a healthy answer takes. */
  delayMs = 0;

  constructor(private readonly state: FakeState) {}

  /** How the panel behaves from now on. */
  set = (variant: Partial<Variant>): void => {
    this.standing = { ...this.standing, ...variant };
  };

  /** What happens to coming calls, in order. */
  script = (...scripts: Script[]): void => {
    this.scripts.push(...scripts.map((s) => ({ ...s })));
  };

  /** Creates or changes a customer as a person would in the panel's own screens: no credit, no ledger line. */
  customer = (change: Partial<FakeCustomer> & { username: string }): FakeCustomer => {
    const { state } = this;
    const blank: FakeCustomer = {
      id: state.nextId(),
      username: change.username,
      password: 'senha-do-painel',
      name: '',
      email: '',
      note: '',
      whatsapp: '',
      packageId: state.packages.find((p) => p.active && !p.trial)?.id ?? '',
      userId: state.users[0]?.id ?? '',
      status: 'ACTIVE',
      expiresAt: state.now().toISOString(),
    };
    const row = { ...(state.customers.get(change.username) ?? blank), ...change };
    state.put('hand', { ...row, expiresAt: new Date(row.expiresAt).toISOString() }, row.username);
    return row;
  };

  remove = (username: string): void => this.state.put('hand', null, username);

  advance = (ms: number): void => this.state.advance(ms);

  reset = (): void => {
    this.standing = {};
    this.scripts = [];
    this.delayMs = 0;
    this.calls = [];
    this.state.restart();
  };

  get customers(): FakeCustomer[] {
    this.state.settle();
    return [...this.state.customers.values()];
  }

  get users() {
    return this.state.users;
  }

  get packages() {
    return this.state.packages;
  }

  get ledger(): LedgerEntry[] {
    this.state.settle();
    return this.state.ledger.filter((e) => e.act !== 'hand');
  }

  /** The behaviour of one call, used up if it was scripted. */
  next(act: Act, username: string | null): { variant: Variant; script: Script | null } {
    const fits = (s: Script) =>
      (s.on === act || s.on === 'any') && s.times !== 0 && (!s.username || s.username === username);
    const script = this.scripts.find(fits) ?? null;
    if (script && (script.times ?? 1) > 0) script.times = (script.times ?? 1) - 1;
    return { variant: { ...PLAIN, ...this.standing, ...script?.variant }, script };
  }

  /** `/__control/*` for tests in other processes; null when there is no such endpoint. */
  answer(method: string, path: string, body: Record<string, unknown>): unknown {
    const endpoint = ENDPOINTS[`${method} ${path.replace('/__control/', '')}`];
    return endpoint ? (endpoint(this, body) ?? { ok: true }) : null;
  }
}

const ENDPOINTS: Record<string, (control: FakeControl, body: Record<string, unknown>) => unknown> = {
  'GET ledger': (c) => c.ledger,
  'GET customers': (c) => c.customers,
  'GET calls': (c) => c.calls,
  'GET users': (c) => c.users,
  'GET packages': (c) => c.packages,
  'POST variant': (c, body) => {
    if (body.standing) c.set(body.standing as Partial<Variant>);
    if (Array.isArray(body.script)) c.script(...(body.script as Script[]));
  },
  'POST customer': (c, body) => {
    if (typeof body.username !== 'string') return { error: 'username' };
    if (body.remove) return c.remove(body.username);
    return c.customer(body as Partial<FakeCustomer> & { username: string });
  },
  'POST clock': (c, body) => c.advance(Number(body.advanceMs) || 0),
  'POST reset': (c) => c.reset(),
};
