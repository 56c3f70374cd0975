import type { CallTrace, CustomerReading, PanelAccess, PanelAdapter } from '@/lib/panels/rules';
import { panelPhone } from '@/lib/phone';
import { createAnswer, listed, MAX_PAGES, renewAnswer, unsentCreation, unsentRenewal } from './answers/api';
import { credentialRulesOf, customerOf, lastPageOf, packagesOf, rowsOf, usersOf } from './schema';
import { asked, type Question, type SigmaDeps, unsent } from './wire/api';

/** The Sigma webhook API (sigma-api.md) as a panel. Each mutation is one request, never repeated here. */
export function sigmaPanel(access: PanelAccess, deps: SigmaDeps): PanelAdapter {
  const { userId, timezone: zone } = access;
  const ask = (question: Question) => asked(access, deps, question);

  const readCustomer: PanelAdapter['readCustomer'] = async (username) => {
    let pages = 0;
    for (let page = 1; ; page++) {
      const held = page > 1 ? await deps.nextTurn() : null;
      if (held) return { kind: 'unreadable', trace: held };
      const query = { username, ...(page > 1 ? { page: `${page}` } : {}) };
      const { verdict, body, trace } = await ask({ path: 'webhook/customer', query });
      const absent = { kind: 'absent' as const, trace: { ...trace, reason: 'customer_absent' as const } };
      if (verdict.read === 'absent') return verdict.reason === 'wrong_path' ? confirmed(absent) : absent;
      if (verdict.read === 'unreadable') return { kind: 'unreadable', trace };
      const customer = customerOf(body, { username, userId, zone });
      pages = Math.max(pages, lastPageOf(body) ?? 0);
      const more = customer === 'absent' && page < pages;
      // The filter may be partial: who is on no page so far may be on the next. An empty one before the last was not shown.
      if (more && rowsOf(body).length > 0 && page < MAX_PAGES) continue;
      if (more || customer === 'unclear')
        return { kind: 'unreadable', trace: { ...trace, reason: 'bad_answer' } };
      if (customer === 'absent') return absent;
      if (customer === 'not_ours') return { kind: 'absent', trace: { ...trace, reason: 'not_ours' } };
      const detail = customer.expiresAt ? null : 'O painel não informou um vencimento legível.';
      return { kind: 'found', customer, trace: { ...trace, detail } };
    }
  };

  /** A 404 that names no customer is one only where the API is there: it still shows our own user. */
  async function confirmed(absent: { kind: 'absent'; trace: CallTrace }): Promise<CustomerReading> {
    const held = await deps.nextTurn();
    if (held) return { kind: 'unreadable', trace: held };
    const { verdict, body } = await ask({ path: 'webhook/user', query: { username: access.username } });
    if (verdict.read === 'answered' && (usersOf(body) ?? []).length > 0) return absent;
    return { kind: 'unreadable', trace: { ...absent.trace, reason: 'wrong_path' } };
  }

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
      if (!userId) return unsentCreation(unsent('user_not_found'));
      const whatsapp = phone ? panelPhone(phone) : '';
      const json = { userId, packageId, username, password, name, email, whatsapp, note };
      const path = 'webhook/customer/create';
      return createAnswer(await ask({ method: 'POST', path, json, secrets: [password] }), username, zone);
    },

    async renew(username, packageId) {
      if (!userId) return unsentRenewal(unsent('user_not_found'));
      const json = { userId, username, packageId };
      return renewAnswer(await ask({ method: 'POST', path: 'webhook/customer/renew', json }), username, zone);
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
