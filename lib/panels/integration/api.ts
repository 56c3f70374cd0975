import {
  type CallTrace,
  type CustomerReading,
  isApiRefused,
  type MutationClass,
  type PanelAccess,
  type PanelAdapter,
  type PanelCustomer,
  type RenewAnswer,
} from '@/lib/panels/rules';
import {
  createAnswer,
  listed,
  renewAnswer,
  unsentCreation,
  unsentRenewal,
} from '@/lib/panels/sigma/answers/api';
import { sigmaPanel } from '@/lib/panels/sigma/api';
import { lastPageOf, packagesOf, saysError } from '@/lib/panels/sigma/schema';
import { asked, type Question, type Reply, type SigmaDeps, unsent } from '@/lib/panels/sigma/wire/api';
import { panelPhone } from '@/lib/phone';
import { SECOND_MS } from '@/lib/time';
import { isLastPage, type OwnRow, ownRow, type Row, spoken } from './rules';
import { rowsOf, snaked } from './schema';

const CUSTOMERS = 'integration/v1/customers';
/** As many rows as the panel gives at once, whatever is asked (sigma-api.md section 7). */
const PER_PAGE = '20';
/** The send guard of the renewal protocol: whoever waited longer may be late, so nothing is sent. */
const START_WITHIN_MS = 10 * SECOND_MS;

/**
 * The same panel's newer integration API v1 (sigma-api.md section 12). Users, statuses and the rules for credentials
 * have no contract there: those calls go by the webhook API, with the same token. Each mutation is one request.
 */
export function integrationPanel(access: PanelAccess, deps: SigmaDeps): PanelAdapter {
  const { userId, timezone: zone } = access;
  const webhook = sigmaPanel(access, deps);
  const memory = deps.memory ?? { ids: new Map(), seen: new Map() };
  const ask = async (question: Question): Promise<Reply> => {
    const reply = await asked(access, deps, question);
    return { ...(question.method ? reply : ofList(reply)), body: snaked(reply.body) };
  };

  const readRow = async (username: string): Promise<{ row: OwnRow; trace: CallTrace }> => {
    if (!userId) return { row: 'unclear', trace: unsent('user_not_found') };
    const query = { username, per_page: PER_PAGE };
    const exact = (row: Row) => row.username === username;
    // The filter may be partial on some versions, and the exact name on a later page.
    const list = await listed(ask, deps, CUSTOMERS, query, (body) => rowsOf(body, zone), idOf, exact);
    if (!list.ok) return { row: refusal(list.trace), trace: list.trace };
    const row = ownRow(list.items, username, userId);
    return { row: row === 'absent' && !list.complete ? 'unclear' : row, trace: list.trace };
  };

  const readCustomer = async (username: string): Promise<CustomerReading> => {
    const { row, trace } = await readRow(username);
    if (row === 'absent') return { kind: 'absent', trace: { ...trace, reason: 'customer_absent' } };
    if (row === 'not_ours') return { kind: 'absent', trace: { ...trace, reason: 'not_ours' } };
    if (row === 'unclear') return { kind: 'unreadable', trace: unclearTrace(trace) };
    memory.ids.set(username, row.id);
    const detail = row.expiresAt ? null : 'O painel não informou um vencimento legível.';
    return { kind: 'found', customer: customerOf(row), trace: { ...trace, detail } };
  };

  /** The id that this chain of calls has read, else one read now; or why nothing is sent. */
  const idToRenew = async (username: string): Promise<{ id: string } | { answer: RenewAnswer }> => {
    const known = memory.ids.get(username);
    if (known) return { id: known };
    const began = performance.now();
    const { kind, trace } = await readCustomer(username);
    if (kind === 'absent') return { answer: { ...unsentRenewal(trace), class: 'rejected' } };
    const id = memory.ids.get(username);
    if (!id) return { answer: unsentRenewal(trace) };
    const held = await deps.nextTurn();
    if (held) return { answer: unsentRenewal(held) };
    const late = performance.now() - began > START_WITHIN_MS;
    return late ? { answer: unsentRenewal(unsent('timeout')) } : { id };
  };

  return {
    ...webhook,
    readCustomer,

    async listCustomers(page) {
      if (!userId) return { ok: false, trace: unsent('user_not_found') };
      const { verdict, body, trace } = await ask({
        path: CUSTOMERS,
        query: { page: `${page}`, per_page: PER_PAGE },
      });
      if (verdict.read !== 'answered') return { ok: false, trace };
      const rows = rowsOf(body, zone);
      if (!rows) return { ok: false, trace: { ...trace, reason: 'bad_answer' } };
      const pages = lastPageOf(body);
      // A page that should have some and shows none was not shown.
      if (rows.length === 0 && (page < (pages ?? 0) || saysError(body)))
        return { ok: false, trace: { ...trace, reason: 'bad_answer' } };
      const last = isLastPage(rows.map(idOf), page, pages, memory.seen);
      const ours = rows.filter((row) => row.ownerId === userId);
      const items = ours.map((row) => ({
        ...customerOf(row),
        ...{ name: row.name, whatsapp: row.whatsapp, trial: row.trial, expired: row.expired },
      }));
      return { ok: true, items, last, pages, trace };
    },

    async speaks() {
      if (!userId) return 'unclear';
      const { verdict, body, trace } = await ask({ path: CUSTOMERS, query: { per_page: PER_PAGE } });
      const answer = {
        status: trace.status,
        json: body !== undefined,
        answered: verdict.read === 'answered',
      };
      return spoken(answer, rowsOf(body, zone), userId);
    },

    listPackages: () =>
      listed(ask, deps, 'integration/v1/packages', { per_page: PER_PAGE }, packagesOf, (p) => p.packageId),

    async createCustomer(customer) {
      const { username, password, name, phone, note, packageId } = customer;
      if (!userId) return unsentCreation(unsent('user_not_found'));
      // A blank name is the panel's to make: here nobody has seen it do so.
      if (!username) return webhook.createCustomer(customer);
      const whatsapp = phone ? panelPhone(phone) : '';
      const json = { packageId, username, password, name, whatsapp, note, status: 'ACTIVE', userId };
      const sent = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== ''));
      const reply = await ask({ method: 'POST', path: CUSTOMERS, json: sent, secrets: [password] });
      return elsewhere(createAnswer(reply, username, zone));
    },

    async renew(username, packageId) {
      const found = await idToRenew(username);
      if ('answer' in found) return found.answer;
      // Without `expiresAt` the package decides: no real panel has shown yet what it does with a date.
      const path = `${CUSTOMERS}/${found.id}/renew`;
      const reply = await ask({ method: 'POST', path, json: { packageId } });
      return elsewhere(renewAnswer(reply, username, zone));
    },
  };
}

const idOf = (row: Row) => row.id;
const customerOf = ({ username, status, expiresAt, packageId, ownerId }: Row): PanelCustomer => ({
  username,
  status,
  expiresAt,
  packageId,
  ownerId,
});

/** Everything read here is a list: one that is not there says nothing of any customer, whatever its words. */
function ofList(reply: Reply): Reply {
  const { verdict, trace } = reply;
  if (trace.status !== 404 || verdict.mutation !== 'rejected') return reply;
  const reason = 'wrong_path';
  return {
    ...reply,
    verdict: { ...verdict, reason, read: 'unreadable' },
    trace: { ...trace, reason },
  };
}

/**
 * A change that this API itself refused: nothing was done, and the webhook API takes over (lib/servers/kind). So it is
 * asked for again, not left to a person.
 */
const elsewhere = <A extends { class: MutationClass; trace: CallTrace }>(answer: A): A =>
  answer.class === 'rejected' && isApiRefused(answer.trace) ? { ...answer, class: 'not_sent' } : answer;

/** A customer is missing from a list, not from its address: a refusal must name the customer to say so. */
const refusal = (trace: CallTrace) => (trace.reason === 'customer_absent' ? 'absent' : 'unclear');
const unclearTrace = (trace: CallTrace): CallTrace =>
  trace.reason === 'ok' ? { ...trace, reason: 'bad_answer' } : trace;
