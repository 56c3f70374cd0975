import { waitsForPerson } from '@/lib/board/rules';
import type { PanelReason } from '@/lib/panels/rules';
import type { Country } from '@/lib/phone';
import { OBSTACLE_WORDS, unreadWords } from '@/lib/sync/messages';
import type { SyncClass } from '@/lib/sync/plan/rules';
import { clientOf } from '@/lib/sync/strangers/schema';
import type { DifferenceRow } from '@/lib/sync/view/queries';
import { takesPaid } from '@/lib/sync/view/rules';
import type { Work } from '@/lib/sync/view/work/queries';
import { formatDateTime } from '@/lib/time';
import { lineAddress } from '../../../deliveries/address';

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
  /** Where what is under way can be seen. */
  delivery: string | null;
};
type Place = { zone: string; names: Map<string, string>; work: ReadonlyMap<string, Work> };

/** A difference as its row shows it: both sides of the one thing that differs. */
export function differenceLine(row: DifferenceRow, kind: SyncClass, place: Place): DifferenceLine {
  const { id, clientId, name, username, state } = row;
  const [here, there] = sidesOf(row, kind, place);
  const paid = state === 'open' && takesPaid(kind, row, place.zone);
  const work = kind === 'in_flight' && clientId ? place.work.get(clientId) : undefined;
  const delivery = work ? lineAddress(work.kind, work.id) : null;
  const who = { id, clientId, name: name ?? row.theirs?.name ?? username, username };
  return { ...who, here, there: work ? workWords(work) : there, state, paid, delivery };
}

const workWords = ({ kind, state }: Work) =>
  waitsForPerson(kind, state) ? 'Espera por você' : 'Em andamento';

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
  const line = differenceLine(row, 'missing_here', { zone, names: new Map(), work: new Map() });
  const suspended = row.theirs?.status === 'suspended' ? ' · suspenso' : '';
  const there = `${line.there}${suspended}`;
  if (row.state === 'stale') return { ...line, there, here: OBSTACLE_WORDS.taken, way: 'out' };
  if (row.state === 'applied') return { ...line, there, here: row.planName ?? '—', way: 'come' };
  const read = clientOf(row, { country, planOf, planId: null });
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
  const at = (text: string | null | undefined) => (text ? whole(formatDateTime(new Date(text), zone)) : '—');
  const here = at(ours?.expiresAt);
  if (kind === 'blocked') return [status(ours?.status), status(theirs?.status)];
  if (kind === 'package') return [pack(ours?.packageId, names), pack(theirs?.packageId, names)];
  if (kind === 'missing_there') return [here, reason === 'not_ours' ? 'Conta de outra revenda' : 'Sem conta'];
  if (kind === 'unread') return [here, reason ? unreadWords(reason as PanelReason) : '—'];
  if (kind === 'in_flight') return [here, 'Já terminou'];
  return [here, at(theirs?.expiresAt)];
}

/** A date and its time stay on one line. */
const whole = (text: string) => text.replace(' ', '\u00a0');

const STATUS = { active: 'Ativo', suspended: 'Suspenso', other: 'Outra' };
const status = (one: keyof typeof STATUS | null | undefined) => (one ? STATUS[one] : '—');
const pack = (id: string | null | undefined, names: Map<string, string>) =>
  id ? (names.get(id) ?? 'Pacote fora da lista') : '—';
