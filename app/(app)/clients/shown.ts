import { accountChip } from '@/lib/accounts/messages';
import type { ClientRow } from '@/lib/clients/list/queries';
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
