import { ACTS, type Asked, type Play } from '@/lib/panels/sigma/fake-acts';
import { type Answer, customerRow, packageRow, pageOf } from '@/lib/panels/sigma/fake-answers';
import type { FakeCustomer, FakeState } from '@/lib/panels/sigma/fake-state';
import type { Act, Variant } from '@/lib/panels/sigma/fake-variants';

type Request = Asked & { method: string; path: string };
/** One call of a panel: what it is, whom it is about, and what a healthy panel does. */
export type FakeCall = { act: Act; about: string | null; play: Play };

const BASE = '/api/integration/v1';
const RENEWAL = new RegExp(`^${BASE}/customers/([^/]+)/renew$`);

/** The same customers, credits and ledger as the webhook API, behind v1's paths; null for any other path. */
export function integrationCall(state: FakeState, request: Request): FakeCall | null {
  const call = routed(state, request);
  return call && { ...call, play: (...told) => shut(told[2]) ?? v1Answer(call.play(...told), told[2]) };
}

function routed(state: FakeState, { method, path, query, json }: Request): FakeCall | null {
  const username = query.get('username');
  if (`${method} ${path}` === `GET ${BASE}/customers`)
    return { act: username === null ? 'list' : 'customer', about: username, play: customers };
  if (`${method} ${path}` === `GET ${BASE}/packages`)
    return {
      act: 'package',
      about: null,
      play: (s, asked, v) => paged(s.packages.map(packageRow), asked, v),
    };
  if (`${method} ${path}` === `POST ${BASE}/customers`) {
    const about = typeof json.username === 'string' ? json.username : null;
    return { act: 'create', about, play: creation };
  }
  const id = method === 'POST' ? RENEWAL.exec(path)?.[1] : undefined;
  if (!id) return null;
  const customer = [...state.customers.values()].find((c) => c.id === id);
  return { act: 'renew', about: customer?.username ?? null, play: renewal(customer) };
}

const customers: Play = (state, asked, v) => {
  const wanted = asked.query.get('username');
  const found = [...state.customers.values()].filter(
    (c) => wanted === null || matches(c.username, wanted, v),
  );
  const wrongFirst = v.matching === 'partial' && wanted !== null;
  const rows = wrongFirst
    ? found.sort((a, b) => Number(a.username === wanted) - Number(b.username === wanted))
    : found;
  const owned = (c: FakeCustomer) =>
    v.matching === 'foreign' ? { ...c, userId: state.users[1]?.id ?? 'foreignUsr' } : c;
  return paged(rows, asked, v, (c) => customerRow(state, owned(c), v));
};

/** Without an owner it is the token's. */
const creation: Play = (state, { query, json }, v) =>
  ACTS.create(state, { query, json: { userId: state.users[0]?.id, ...json } }, v);

const matches = (username: string, wanted: string, { matching }: Variant) =>
  matching === 'partial' ? username.includes(wanted) : username === wanted;

/** A page of no more than `cap` rows, silently (sigma-api.md section 7). */
const paged = <R>(rows: R[], { query }: Asked, v: Variant, written?: (row: R) => unknown): Answer => {
  const perPage = Math.min(Number(query.get('per_page')) || 15, v.cap);
  return pageOf(rows, query.get('page'), { ...v, perPage }, written);
};

/** The owner pays, whoever asks: the customer is named by id alone. */
const renewal =
  (customer: FakeCustomer | undefined): Play =>
  (state, asked, v) => {
    if (!customer) return { status: 404, body: { message: 'Customer not found' } };
    const { username, userId } = state.customers.get(customer.username) ?? customer;
    return ACTS.renew(state, { ...asked, json: { ...asked.json, username, userId } }, v);
  };

function shut({ integration }: Variant): Answer | null {
  if (integration === 'on') return null;
  if (integration === 'gone')
    return { status: 404, body: { message: 'The route api/integration/v1 could not be found.' } };
  return { status: 403, body: { error: true, message: 'Only the panel owner may use this API.' } };
}

/** v1's forms: `error: true` in a refusal, whose a row is or not, names in one of two cases. */
function v1Answer({ status, body }: Answer, v: Variant): Answer {
  if (status >= 400) return { status, body: { error: true, ...(body as object) } };
  return { status, body: rewritten(body, v) };
}

function rewritten(value: unknown, v: Variant): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, v));
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).filter(([name]) => !(v.unowned && name === 'user_id'));
  const named = (name: string) =>
    v.keys === 'camel' ? name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name;
  return Object.fromEntries(fields.map(([name, item]) => [named(name), rewritten(item, v)]));
}
