import { accountChip } from '@/lib/accounts/messages';
import type { Choice, ClientRow } from '@/lib/clients/list/queries';
import { expiryWords, STATE_WORDS } from '@/lib/clients/messages';
import type { ClientChoices } from '@/lib/clients/queries';
import { daysLeft, defaultExpiry, stateOf } from '@/lib/clients/rules';
import { formatPhone } from '@/lib/phone';
import { formatDate } from '@/lib/time';

/** A client as the list shows it: plain words, made on the server so that both sides render the same. */
export function listRow(row: ClientRow, now: Date, zone: string) {
  const state = stateOf(row, now);
  const left = expiryWords(daysLeft(row.expiresAt, now, zone));
  const account = row.account
    ? accountChip(row.panelState, { kind: 'create', state: row.account })
    : row.panelState === 'missing'
      ? accountChip('missing', null)
      : null;
  return {
    id: row.id,
    name: row.name,
    username: row.username,
    phone: row.phone && formatPhone(row.phone),
    server: row.serverName,
    serverId: row.serverId,
    plan: row.planName,
    expires: formatDate(row.expiresAt, zone),
    left,
    state: STATE_WORDS[state],
    suspended: state === 'suspended',
    account: account && { text: account.text, tone: account.tone },
  };
}

export type ListRow = ReturnType<typeof listRow>;

/** The address of the chosen clients as a file. */
export function exportAddress(choice: Choice): string {
  const asked = 'ids' in choice ? { ids: choice.ids.join(',') } : choice.filters;
  const query = new URLSearchParams(
    Object.entries(asked).filter((e): e is [string, string] => Boolean(e[1])),
  );
  return query.size > 0 ? `/clients/export?${query}` : '/clients/export';
}

/** What the form's lists offer; each plan with the expiry a client who starts today would get. */
export function formChoices({ servers, plans }: ClientChoices, now: Date, zone: string) {
  return {
    servers: servers.map(({ id, name }) => ({ id, name })),
    plans: plans.map(({ id, name, serverId, days }) => ({
      id,
      name,
      serverId,
      expiresOn: defaultExpiry(days, now, zone),
    })),
  };
}

export type FormChoices = ReturnType<typeof formChoices>;
