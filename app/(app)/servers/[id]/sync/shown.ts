import { lookWords } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import type { Country } from '@/lib/phone';
import { losesPaid } from '@/lib/sync/drift/rules';
import { OBSTACLE_WORDS } from '@/lib/sync/messages';
import type { SyncClass } from '@/lib/sync/plan/rules';
import { clientOf } from '@/lib/sync/strangers/schema';
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
  /** Taking it over would take away days that were paid for. */
  paid: boolean;
};
type Place = { zone: string; names: Map<string, string> };

/** A difference as its row shows it: both sides of the one thing that differs. */
export function differenceLine(row: DifferenceRow, kind: SyncClass, place: Place): DifferenceLine {
  const { id, clientId, name, username, state } = row;
  const [here, there] = sidesOf(row, kind, place);
  const paid = (kind === 'earlier' || kind === 'missing_there') && isPaid(row, place.zone);
  return { id, clientId, name: name ?? row.theirs?.name ?? username, username, here, there, state, paid };
}

function isPaid({ ours, theirs, state, paidUntil }: DifferenceRow, zone: string): boolean {
  if (state !== 'open' || !ours?.expiresAt) return false;
  const there = theirs?.expiresAt ? new Date(theirs.expiresAt) : null;
  return losesPaid({ ours: new Date(ours.expiresAt), theirs: there, paidUntil }, zone);
}

/** `come` by themselves, `pick`: a person says the plan, `out`: not at all. */
export type StrangerLine = DifferenceLine & { way: 'come' | 'pick' | 'out' };
type Intake = {
  zone: string;
  country: Country;
  plans: readonly { id: string; name: string }[];
  planOf(packageId: string | null): string | null;
};

/** A customer unknown here as the row shows it: on which plan it would come in, or why it does not. */
export function strangerLine(row: DifferenceRow, { zone, country, plans, planOf }: Intake): StrangerLine {
  const line = differenceLine(row, 'missing_here', { zone, names: new Map() });
  const suspended = row.theirs?.status === 'suspended' ? ' · suspenso' : '';
  const there = `${line.there}${suspended}`;
  if (row.state === 'stale') return { ...line, there, here: OBSTACLE_WORDS.taken, way: 'out' };
  const read = clientOf(row, { country, planOf, planId: null });
  if (!read.ok && row.state === 'applied') return { ...line, there, here: 'Plano escolhido', way: 'come' };
  if (!read.ok)
    return { ...line, there, here: OBSTACLE_WORDS[read.why], way: read.why === 'no_plan' ? 'pick' : 'out' };
  const plan = plans.find((one) => one.id === read.values.planId);
  return { ...line, there, here: plan?.name ?? '—', way: 'come' };
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
