import { CLIENT_REFUSALS } from '@/lib/clients/messages';
import { defaultExpiry, expiryOf } from '@/lib/clients/rules';
import { clientSchema } from '@/lib/clients/schema';
import { type Country, parsePhone } from '@/lib/phone';
import { fold } from '@/lib/search';
import { FIELDS, type Field } from '../rules';
import { type When, whenOf, whenProblem } from './rules';

/** What a batch says about all its rows. */
export type Reading = {
  fields: readonly (string | null)[];
  country: Country;
  zone: string;
  /** Where an hour without offset is meant: the panel's zone. */
  panelZone: string;
  /** Plans of the server by folded name, by the panel package's name and by a person's choice. */
  planNames: ReadonlyMap<string, string>;
  planDays: ReadonlyMap<string, number>;
  planId: string | null;
  now: Date;
};

export type RowValues = {
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  notes: string | null;
  password: string;
  planId: string;
  status: 'active' | 'suspended';
  expiresAt: (before?: Date) => Date;
  /** What the row says something about: only that is changed on a client who exists. */
  given: ReadonlySet<Field>;
};
type Problems = Partial<Record<Field, string>>;
export type ReadRow =
  | { ok: true; values: RowValues }
  | { ok: false; problems: Problems; username: string; unknownPlan: string | null };

const { shape } = clientSchema;
const FORMULA = 'Esta célula é uma fórmula. Escreva o valor.';
const CUT = 'A planilha encurtou este número. Escreva-o inteiro.';

/** A line's cells as a client, by the same rules as the client's form; or every problem, by field. */
export function readRow(cells: readonly string[], reading: Reading): ReadRow {
  const problems: Problems = {};
  const texts = textsOf(cells, reading.fields);
  for (const field of FIELDS) {
    if (/^=/.test(texts[field])) problems[field] = FORMULA;
    else if (/^\d+([.,]\d+)?e\+\d+$/i.test(texts[field]) && field !== 'notes') problems[field] = CUT;
  }
  const take = (field: 'username' | 'name' | 'email' | 'password' | 'notes', value = texts[field]) => {
    const read = shape[field].safeParse(value);
    if (!read.success) problems[field] ??= read.error.issues[0]?.message;
    return read.data ?? '';
  };
  const username = take('username');
  if (!username) problems.username ??= 'Escreva o usuário.';
  // Panels leave names empty; here a client has one.
  const name = take('name', texts.name || username || '-');
  const phone = texts.phone ? parsePhone(texts.phone, reading.country) : null;
  if (texts.phone && !phone) problems.phone ??= PHONE[reading.country];
  const status = statusOf(texts.status);
  if (!status) problems.status ??= 'Escreva Ativo ou Suspenso.';
  const when = whenOf(texts.expiresOn, reading.panelZone);
  if (when === null) problems.expiresOn ??= whenProblem(texts.expiresOn);
  const planId = texts.plan ? (reading.planNames.get(fold(texts.plan)) ?? null) : reading.planId;
  if (!planId) problems.plan ??= planProblem(texts.plan);
  const [email, notes, password] = [take('email'), take('notes'), take('password')];
  if (Object.keys(problems).length || !planId || !status || !when) {
    const unknownPlan = texts.plan && !planId ? texts.plan : null;
    return { ok: false, problems, username: texts.username, unknownPlan };
  }
  const days = reading.planDays.get(planId) ?? 30;
  const values: RowValues = {
    username,
    name,
    email: email || null,
    phone,
    notes: notes || null,
    password,
    planId,
    status,
    expiresAt: (before) => instantOf(when, days, reading, before),
    given: new Set(FIELDS.filter((field) => texts[field] !== '')),
  };
  return { ok: true, values };
}

/** The line's texts by field; a column left out is empty. */
export function textsOf(cells: readonly string[], fields: readonly (string | null)[]): Record<Field, string> {
  const pairs = FIELDS.map((field) => [field, (cells[fields.indexOf(field)] ?? '').trim()]);
  return Object.fromEntries(pairs);
}

function instantOf(when: When, planDays: number, { zone, now }: Reading, before?: Date): Date {
  if (when.kind === 'instant') return when.at;
  if (when.kind === 'day') return expiryOf(when.day, zone, before);
  return before ?? expiryOf(defaultExpiry(planDays, now, zone), zone);
}

const PHONE = {
  BR: CLIENT_REFUSALS.phone.fields.phone,
  MZ: CLIENT_REFUSALS.phone_mz.fields.phone,
};

const planProblem = (name: string) =>
  name ? `Nenhum plano deste servidor se chama “${name.slice(0, 60)}”.` : 'Escolha um plano padrão.';

const ACTIVE = /^(|active|ativ[oa]|enabled|expired|vencid[oa]|expirad[oa]|sim|1)$/;
const SUSPENDED =
  /^(inactive|inativ[oa]|suspen(so|sa|ded)|blocked|bloquead[oa]|banned|banid[oa]|disabled|desativad[oa]|nao|0)$/;

/** Being expired is no state of ours: the date says it. */
function statusOf(text: string): 'active' | 'suspended' | null {
  const word = fold(text);
  return ACTIVE.test(word) ? 'active' : SUSPENDED.test(word) ? 'suspended' : null;
}
