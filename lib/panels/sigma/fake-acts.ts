import {
  type Answer,
  customerRow,
  expiryFields,
  foundCustomers,
  ok,
  packageRow,
  pageOf,
  refuse,
  wrapped,
} from './fake-answers';
import type { FakeCustomer, FakeState } from './fake-state';
import type { Act, Variant } from './fake-variants';

export type Asked = { query: URLSearchParams; json: Record<string, unknown> };
export type Play = (state: FakeState, asked: Asked, v: Variant) => Answer;

/** What each call does on a healthy panel. */
export const ACTS: Record<Exclude<Act, 'list'>, Play> = {
  settings: (_, __, v) =>
    ok({
      username_format: v.create === 'digits' ? 'numeric' : 'alphanumeric',
      minimum_number_of_characters_username_password: v.create === 'digits' ? 9 : 6,
      maximum_number_of_characters_username_password: v.create === 'digits' ? 9 : 12,
      server_timezone: v.zone,
    }),

  user(state, { query }, v) {
    const wanted = query.get('username') ?? '';
    const rows = state.users.filter((u) =>
      v.matching === 'exact' || v.matching === 'foreign'
        ? !wanted || u.username === wanted
        : u.username.includes(wanted),
    );
    return pageOf(
      rows.map(({ id, username, name }) => ({ id, username, name })).reverse(),
      query.get('page'),
      v,
    );
  },

  package: (state, { query }, v) => pageOf(state.packages.map(packageRow), query.get('page'), v),

  customer: (state, { query }, v) => foundCustomers(state, query.get('username') ?? '', v),

  create(state, { json }, v) {
    const refusal = createRefusal(state, json, v);
    if (refusal) return refusal;
    const pack = state.packages.find((p) => p.id === json.packageId);
    const owner = state.users.find((u) => u.id === json.userId);
    if (!pack?.active) return refuse(400, 'Package not found');
    if (!owner || owner.credits < pack.credits) return refuse(400, "You don't have enough credits");
    const own = v.create === 'generated' ? '' : text(json.username);
    const row: FakeCustomer = {
      id: state.nextId(),
      username: own || `9${String(10_000_000 + state.ledger.length * 7919).slice(-8)}`,
      password:
        (own && text(json.password)) || `8${String(10_000_000 + state.ledger.length * 104_729).slice(-8)}`,
      name: text(json.name),
      email: text(json.email),
      note: text(json.note),
      whatsapp: text(json.whatsapp),
      packageId: pack.id,
      userId: owner.id,
      status: 'ACTIVE',
      expiresAt: state.newUntil(pack, v),
    };
    state.put('create', row, row.username, pack.credits);
    const shown = customerRow(state, row, v);
    return ok(wrapped(v.create === 'nameless' ? { ...shown, username: '' } : shown, v), v.createStatus);
  },

  renew(state, { json }, v) {
    const username = text(json.username);
    if (!username || !json.packageId)
      return refuse(422, 'The given data was invalid.', { username: ['obrigatório'] });
    const customer = state.customers.get(username);
    if (!customer || customer.userId !== json.userId) return refuse(400, "This customer doesn't exists");
    const pack = state.packages.find((p) => p.id === json.packageId);
    if (!pack?.active) return refuse(400, 'Package not found');
    const payer = state.users.find((u) => u.id === customer.userId);
    if (!payer || payer.credits < pack.credits) return refuse(400, "You don't have enough credits");
    const row = { ...customer, packageId: pack.id, expiresAt: state.renewedUntil(customer, pack, v) };
    state.put('renew', row, username, pack.credits);
    const template = { customer_renew_confirmation_template: `Renovado até ${row.expiresAt.slice(0, 10)}` };
    const dates = expiryFields(row.expiresAt, v.renewExpiry ?? v.expiry, v.zone);
    return ok(wrapped({ username, ...dates, ...template }, v));
  },

  status(state, { json }, v) {
    const customer = state.customers.get(text(json.username));
    if (!customer || customer.userId !== json.userId) return refuse(400, "This customer doesn't exists");
    const turned = customer.status === 'ACTIVE' ? 'INACTIVE' : 'ACTIVE';
    const asked = json.status === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE';
    const status = { set: asked, ignored: customer.status, toggle: turned }[
      v.status
    ] as FakeCustomer['status'];
    state.put('status', { ...customer, status }, customer.username);
    return ok({ data: { username: customer.username } });
  },

  delete(state, { json }) {
    const customer = state.customers.get(text(json.username));
    if (!customer || customer.userId !== json.userId) return refuse(400, "This customer doesn't exists");
    state.put('delete', null, customer.username);
    return ok({ data: {} });
  },
};

function createRefusal(state: FakeState, json: Asked['json'], v: Variant): Answer | null {
  const invalid = (field: string, said: string) =>
    refuse(422, 'The given data was invalid.', { [field]: [said] });
  if (v.create === 'refused') return invalid('password', 'A senha tem caracteres que o painel não aceita.');
  if (!json.userId || !json.packageId) return invalid('packageId', 'O pacote é obrigatório.');
  const username = text(json.username);
  if (state.customers.has(username)) return invalid('username', 'Este usuário já existe.');
  if (v.create === 'digits' && username && !/^\d{9}$/.test(username))
    return invalid('username', 'Use 9 dígitos.');
  return null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
