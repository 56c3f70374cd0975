import { type Country, parsePhone } from '@/lib/phone';
import { instantOf, wallClock } from '@/lib/time';
import {
  expiresAtOf,
  isPackageNumber,
  isReference,
  type LatePolicy,
  nextStep,
  refKeyOf,
  slotDueAt,
  slotReference,
} from '../rules';
import type { OldFiles, OldPackage, OldRenewal, StoredPlan, Takeover } from './schema';

export type Reading = { zone: string; country: Country; hours: 'local' | 'utc'; late: 'deliver' | 'skip' };
type Refused = { name: string; reason: string };

/**
 * What the old system's two files would become here: nothing is written. Renewals done are kept as done, the
 * rest stays owed; what the history alone knows becomes an ended package.
 */
export function planTakeover(files: OldFiles, reading: Reading, now: Date): StoredPlan {
  const refused: Refused[] = [];
  const renewals = files.history.flatMap(({ name, entry }) => {
    if (!entry) refused.push({ name: `histórico ${name}`, reason: 'renewal_unreadable' });
    return entry ? [entry] : [];
  });
  const byReference = grouped(renewals, (r) => refKeyOf(r.referenciaOriginal));
  const takeovers: Takeover[] = [];
  const seen = new Set<string>();
  for (const { name, entry } of files.packages) {
    const made = entry ? takeOver(entry, byReference, reading, now) : 'unreadable';
    if (typeof made === 'string') refused.push({ name, reason: made });
    else if (seen.has(refKeyOf(made.reference))) refused.push({ name, reason: 'twice' });
    else takeovers.push(made);
    if (entry) seen.add(refKeyOf(entry.referenciaOriginal));
  }
  for (const [key, rows] of byReference) {
    if (seen.has(key)) continue;
    const made = fromHistory(rows, reading);
    if (typeof made === 'string')
      refused.push({ name: `histórico ${rows[0]?.numero} · ${key}`, reason: made });
    else takeovers.push(made);
  }
  return { takeovers, refused };
}

/** Renewals of a file that are late: all of them, and what the first look at each package does with them. */
export type LateRenewals = { late: number; now: number; skip: number; hold: number };

/** What happens to late renewals the moment packages are taken over, by the one decision about a package. */
export function lateRenewals(takeovers: readonly Takeover[], policy: LatePolicy, now: Date): LateRenewals {
  const sum: LateRenewals = { late: 0, now: 0, skip: 0, hold: 0 };
  for (const { ended, expiresAt, slots } of takeovers) {
    if (ended) continue;
    const seen = slots.map(({ at, ...slot }) => ({ ...slot, released: false, sentAt: at, orderedAt: at }));
    const step = nextStep({ expiresAt, slots: seen }, policy, now);
    sum.late += slots.filter((slot) => slot.state === 'owed' && slot.dueAt <= now).length;
    sum.now += step.send === null ? 0 : 1;
    sum.skip += step.skip.length;
    sum.hold += step.hold.length;
  }
  return sum;
}

function takeOver(
  old: OldPackage,
  history: Map<string, OldRenewal[]>,
  reading: Reading,
  now: Date,
): Takeover | string {
  const named = identityOf(old, reading);
  if (typeof named === 'string') return named;
  const days = old.diasTotal || old.tipoPacote || 0;
  if (days < 1 || days > 365) return 'bad_days';
  const startAt = instantIn(old.dataInicio, reading);
  if (!startAt) return 'bad_start';
  const rows = history.get(refKeyOf(named.reference)) ?? [];
  const { done, numbering, warnings } = progressOf(old.renovacoes ?? 0, ksOf(named.reference, rows), days);
  if (old.diasRestantes !== undefined && old.diasRestantes !== days - done)
    warnings.push('remaining_differs');
  const slots = slotsOf({ ...named, days, startAt, done, numbering }, rows, reading);
  lastAt(slots, instantIn(old.ultimaRenovacao, reading));
  const live = !old.status || /^ativ/i.test(old.status);
  for (const slot of slots)
    if (slot.state === 'owed' && (!live || (reading.late === 'skip' && slot.dueAt < now)))
      slot.state = 'skipped';
  const expiresAt = expiresAtOf(startAt, days, reading.zone);
  return {
    ...{ ...named, jid: old.grupoId || null, days, startAt, expiresAt, numbering, slots, warnings },
    mb: old.megasIniciais || null,
    cents: old.valorMTInicial ? Math.round(old.valorMTInicial * 100) : null,
    ended: !live || (expiresAt <= now && slots.every((slot) => slot.state !== 'owed')),
  };
}

/** A package that is gone, as far as the renewals on record tell: its length is what was done and what was left. */
function fromHistory(rows: OldRenewal[], reading: Reading): Takeover | string {
  const [first] = rows;
  const named = first ? identityOf(first, reading) : 'unreadable';
  if (typeof named === 'string') return named;
  const ks = ksOf(named.reference, rows);
  const at = rows
    .flatMap((r) => instantIn(r.timestamp, reading) ?? [])
    .sort((a, b) => a.getTime() - b.getTime())[0];
  if (!at || ks.length === 0) return 'renewal_unreadable';
  const numbering = (ks[0] ?? 1) > 1 ? 'D2' : 'D1';
  const days = Math.min(365, (ks.at(-1) ?? 1) - (numbering === 'D2' ? 1 : 0));
  // 22 h before the first renewal: two hours less than a day lie between them.
  const startAt = new Date(at.getTime() - 22 * 3_600_000);
  const slots = slotsOf({ ...named, days, startAt, done: days, numbering }, rows, reading);
  const expiresAt = expiresAtOf(startAt, days, reading.zone);
  return {
    ...{ ...named, jid: null, days, startAt, expiresAt, mb: null, cents: null, numbering, slots },
    ...{ ended: true, warnings: ['history_only'] },
  };
}

function identityOf(
  old: { numero: string; referenciaOriginal: string },
  { country }: Reading,
): { number: string; reference: string } | string {
  const number = parsePhone(old.numero.replace(/@.*$/, ''), country);
  if (!number || !isPackageNumber(number)) return 'bad_number';
  return isReference(old.referenciaOriginal)
    ? { number, reference: old.referenciaOriginal }
    : 'bad_reference';
}

/** The k of each `{REF}D{k}` on record, ascending, each once. */
function ksOf(reference: string, rows: OldRenewal[]): number[] {
  const start = `${refKeyOf(reference)}D`;
  const ks = rows.flatMap(({ novaReferencia }) => {
    const key = refKeyOf(novaReferencia);
    const k = key.startsWith(start) ? Number(key.slice(start.length)) : Number.NaN;
    return Number.isInteger(k) && k > 0 ? [k] : [];
  });
  return [...new Set(ks)].sort((a, b) => a - b);
}

/**
 * How many renewals were done, and how the old system numbered them: its first was D2. Where the history was
 * cut its last number against the count tells which; where there is none, its own habit does.
 */
function progressOf(count: number, ks: number[], days: number) {
  const warnings: string[] = [];
  const last = ks.at(-1);
  const numbering =
    last === undefined
      ? count > 0
        ? 'D2'
        : 'D1'
      : last === count
        ? 'D1'
        : last === count + 1
          ? 'D2'
          : ks[0] === 1
            ? 'D1'
            : 'D2';
  const seen = last === undefined ? 0 : last - (numbering === 'D2' ? 1 : 0);
  if (last !== undefined && seen !== count) warnings.push('count_differs');
  // The larger of the two: a renewal done twice costs data, and both files only ever grow.
  return { done: Math.min(days, Math.max(count, seen)), numbering: numbering as 'D1' | 'D2', warnings };
}

function slotsOf(
  of: { reference: string; days: number; startAt: Date; done: number; numbering: 'D1' | 'D2' },
  rows: OldRenewal[],
  reading: Reading,
): Takeover['slots'] {
  const at = new Map(rows.map((r) => [refKeyOf(r.novaReferencia), instantIn(r.timestamp, reading)]));
  return Array.from({ length: of.days }, (_, i) => {
    const k = i + 1;
    const reference = slotReference(of.reference, of.numbering === 'D2' ? k + 1 : k);
    const done = k <= of.done;
    const dueAt = slotDueAt(of.startAt, k, reading.zone);
    const when = done ? (at.get(refKeyOf(reference)) ?? dueAt) : null;
    return { k, reference, dueAt, state: done ? ('delivered' as const) : ('owed' as const), at: when };
  });
}

/** The last renewal done came at the hour the old system remembers, if that is later: the next keeps its 20 h to it. */
function lastAt(slots: Takeover['slots'], at: Date | null): void {
  const last = slots.findLast((slot) => slot.state === 'delivered');
  if (last?.at && at && at > last.at) last.at = at;
}

/** The old files wrote local hours with a Z behind them; `utc` believes the Z. */
function instantIn(text: string | undefined, { hours, zone }: Reading): Date | null {
  if (!text) return null;
  return hours === 'utc' ? instantOf(text) : wallClock(text.replace(/(\.\d+)?(Z|[+-]\d\d:?\d\d)$/, ''), zone);
}

function grouped<T>(rows: T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
