import { lookWords } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import type { SyncClass } from '@/lib/sync/plan/rules';
import type { DifferenceRow } from '@/lib/sync/view/queries';
import { formatDateTime } from '@/lib/time';

export type DifferenceLine = {
  id: string;
  clientId: string | null;
  name: string;
  username: string;
  here: string;
  there: string;
  state: DifferenceRow['state'];
};
type Place = { zone: string; names: Map<string, string> };

/** A difference as its row shows it: both sides of the one thing that differs. */
export function differenceLine(row: DifferenceRow, kind: SyncClass, place: Place): DifferenceLine {
  const { id, clientId, name, username, state } = row;
  const [here, there] = sidesOf(row, kind, place);
  return { id, clientId, name: name ?? username, username, here, there, state };
}

function sidesOf(
  { ours, theirs, reason }: DifferenceRow,
  kind: SyncClass,
  { zone, names }: Place,
): [string, string] {
  const at = (text: string | null | undefined) => (text ? formatDateTime(new Date(text), zone) : '—');
  const here = at(ours?.expiresAt);
  if (kind === 'blocked') return [status(ours?.status), status(theirs?.status)];
  if (kind === 'package') return [pack(ours?.packageId, names), pack(theirs?.packageId, names)];
  if (kind === 'missing_there') return [here, reason === 'not_ours' ? 'Conta de outra revenda' : 'Sem conta'];
  if (kind === 'unread')
    return [
      here,
      reason ? lookWords({ reason: reason as PanelReason, movedTo: null, retryAfterMs: null }) : '—',
    ];
  if (kind === 'in_flight') return [here, 'Não comparado'];
  return [here, at(theirs?.expiresAt)];
}

const STATUS = { active: 'Ativo', suspended: 'Suspenso', other: 'Outra' };
const status = (one: keyof typeof STATUS | null | undefined) => (one ? STATUS[one] : '—');
const pack = (id: string | null | undefined, names: Map<string, string>) =>
  id ? (names.get(id) ?? 'Pacote fora da lista') : '—';
