import {
  type CallTrace,
  type Listing,
  NOTHING_REFUSED,
  type PanelAccess,
  type PanelAdapter,
  type PanelReason,
} from '@/lib/panels/rules';
import { panelPhone } from '@/lib/phone';
import {
  createdOf,
  credentialRulesOf,
  customerOf,
  lastPageOf,
  packagesOf,
  refusedCredentials,
  renewedUntil,
  usersOf,
} from './schema';
import { asked, type Question, type Reply, type SigmaDeps, unsent } from './wire/api';

/** The Sigma webhook API (sigma-api.md) as a panel. Each mutation is one request, never repeated here. */
export function sigmaPanel(access: PanelAccess, deps: SigmaDeps): PanelAdapter {
  const { userId, timezone: zone } = access;
  const ask = (question: Question) => asked(access, deps, question);

  const readCustomer: PanelAdapter['readCustomer'] = async (username) => {
    const { verdict, body, trace } = await ask({ path: 'webhook/customer', query: { username } });
    if (verdict.read === 'absent') return { kind: 'absent', trace: { ...trace, reason: 'customer_absent' } };
    if (verdict.read === 'unreadable') return { kind: 'unreadable', trace };
    const customer = customerOf(body, { username, userId, zone });
    if (customer === 'unclear') return { kind: 'unreadable', trace: { ...trace, reason: 'bad_answer' } };
    if (customer === 'absent') return { kind: 'absent', trace: { ...trace, reason: 'customer_absent' } };
    if (customer === 'not_ours') return { kind: 'absent', trace: { ...trace, reason: 'not_ours' } };
    const detail = customer.expiresAt ? null : 'O painel não informou um vencimento legível.';
    return { kind: 'found', customer, trace: { ...trace, detail } };
  };

  return {
    readCustomer,

    async findUser() {
      const username = access.username;
      const mine = (u: { username: string }) => u.username === username;
      const list = await listed(ask, deps, 'webhook/user', { username }, usersOf, (u) => u.id, mine);
      const user = list.ok ? list.items.find(mine) : undefined;
      if (!list.ok || user) return { ok: list.ok, userId: user?.id ?? null, trace: list.trace };
      return { ok: true, userId: null, trace: { ...list.trace, reason: 'user_not_found' } };
    },

    listPackages: () => listed(ask, deps, 'webhook/package', {}, packagesOf, (p) => p.packageId),

    async credentialRules() {
      const { verdict, body } = await ask({ path: 'settings/public', anonymous: true });
      return verdict.read === 'answered' ? credentialRulesOf(body) : null;
    },

    async createCustomer({ username, password, name, email, phone, note, packageId }) {
      const none = { username: null, password: null, expiresAt: null, refused: NOTHING_REFUSED };
      if (!userId) return { class: 'not_sent', ...none, trace: unsent('user_not_found') };
      const whatsapp = phone ? panelPhone(phone) : '';
      const json = { userId, packageId, username, password, name, email, whatsapp, note };
      const { verdict, body, trace } = await ask({
        method: 'POST',
        path: 'webhook/customer/create',
        json,
        secrets: [password],
      });
      if (verdict.mutation === 'rejected')
        return { class: 'rejected', ...none, refused: refusedOf(verdict.reason, body), trace };
      if (verdict.mutation !== 'answered') return { class: verdict.mutation, ...none, trace };
      const created = createdOf(body, username, zone);
      if (!created) return { class: 'unknown', ...none, trace: { ...trace, reason: 'unproved' } };
      return { class: 'applied', ...none, ...created, trace };
    },

    async renew(username, packageId) {
      if (!userId)
        return { class: 'not_sent', saidOk: false, expiresAt: null, trace: unsent('user_not_found') };
      const { verdict, body, trace } = await ask({
        method: 'POST',
        path: 'webhook/customer/renew',
        json: { userId, username, packageId },
      });
      if (verdict.mutation !== 'answered')
        return { class: verdict.mutation, saidOk: false, expiresAt: null, trace };
      // Whether the date moved far enough is for the caller, who knows the one before.
      const expiresAt = renewedUntil(body, username, zone);
      if (expiresAt) return { class: 'applied', saidOk: true, expiresAt, trace };
      return { class: 'unknown', saidOk: true, expiresAt, trace: { ...trace, reason: 'unproved' } };
    },

    async setStatus(username, status) {
      if (!userId) return { class: 'not_sent', trace: unsent('user_not_found') };
      const json = { userId, username, status: status === 'active' ? 'ACTIVE' : 'INACTIVE' };
      const { verdict, trace } = await ask({ method: 'PUT', path: 'webhook/customer/status', json });
      if (verdict.mutation !== 'answered') return { class: verdict.mutation, trace };
      // On some panels this call is a toggle: only the reading after it proves it (section 5.6).
      const after = (await deps.nextTurn()) ? null : await readCustomer(username);
      const proved = after?.kind === 'found' && after.customer.status === status;
      return proved
        ? { class: 'applied', trace }
        : { class: 'unknown', trace: { ...trace, reason: 'unproved' } };
    },
  };
}

/** Only a validation names fields (section 9); any other refusal is about something else. */
const refusedOf = (reason: PanelReason, body: unknown) =>
  reason === 'validation' ? refusedCredentials(body) : NOTHING_REFUSED;

const MAX_PAGES = 20;

/** All pages of a list: until an empty one, the last as the panel counts, or only known ids (section 7). */
async function listed<T>(
  ask: (q: Question) => Promise<Reply>,
  deps: SigmaDeps,
  path: string,
  query: Record<string, string>,
  itemsOf: (body: unknown) => T[] | null,
  idOf: (item: T) => string,
  enough: (item: T) => boolean = () => false,
): Promise<Listing<T>> {
  const items = new Map<string, T>();
  let first: CallTrace | undefined;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const held = page > 1 ? await deps.nextTurn() : null;
    if (held) return { ok: false, trace: held };
    const { verdict, body, trace } = await ask({
      path,
      query: page > 1 ? { ...query, page: `${page}` } : query,
    });
    if (verdict.read !== 'answered') return { ok: false, trace };
    const found = itemsOf(body);
    if (!found) return { ok: false, trace: { ...trace, reason: 'not_a_panel' } };
    first ??= trace;
    const fresh = found.filter((item) => !items.has(idOf(item)));
    for (const item of fresh) items.set(idOf(item), item);
    const last = lastPageOf(body);
    if (fresh.length === 0 || (last !== null && page >= last) || fresh.some(enough))
      return { ok: true, items: [...items.values()], complete: true, trace: first };
  }
  return { ok: true, items: [...items.values()], complete: false, trace: first ?? unsent('bad_answer') };
}
