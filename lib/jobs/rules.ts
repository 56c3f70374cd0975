import { SECOND_MS } from '@/lib/time';

/**
 * What the due-work function can do, and in this order. `inbound` is what WhatsApp and Mercado Pago told us,
 * `charges` what the latter should be asked, `accounts` the clients' accounts on the panels, `receipts` the
 * payments that wait for their other half, `digests` the morning's summaries, `packages` the daily renewals that are
 * due, `sheets` what has not reached its sheet yet, `syncs` the comparing of clients with their panels, `nudges` whom a
 * panel named to be read, `audits` the nightly reading of the latter.
 */
export const TASKS = [
  'invoices',
  'bulk',
  'inbound',
  'charges',
  'renewals',
  'accounts',
  'escalations',
  'digests',
  'receipts',
  'packages',
  'sheets',
  'messages',
  'imports',
  'syncs',
  'nudges',
  'audits',
] as const;
export type Task = (typeof TASKS)[number];

/** `?only=` of the cron route: names of the contract, of which some are served by later parts of the product. */
const ONLY: Record<string, readonly Task[]> = {
  renewals: ['renewals', 'accounts'],
  messages: ['inbound', 'escalations', 'digests', 'messages'],
  invoices: ['invoices', 'bulk', 'inbound', 'charges'],
  packages: ['inbound', 'receipts', 'packages', 'sheets'],
  sync: ['syncs', 'nudges', 'audits'],
};

/** The tasks a caller asked for; null when a name is unknown. No text means all. */
export function tasksFor(only: string | null): readonly Task[] | null {
  if (!only) return TASKS;
  const named = only.split(',').map((name) => ONLY[name.trim()]);
  return named.includes(undefined)
    ? null
    : TASKS.filter((task) => named.some((tasks) => tasks?.includes(task)));
}

/** What became of the rows of one task in one run. */
export type Count = { planned: number; done: number; skipped: number; failed: number; reasons: string[] };
export const noCount = (): Count => ({ planned: 0, done: 0, skipped: 0, failed: 0, reasons: [] });

/** A run starts nothing new after 70 % of the platform's limit: what is left stays due. */
export const BUDGET_MS = 0.7 * 300 * SECOND_MS;

/** A run's counts added up over its tasks. */
export function totalOf(counts: Record<string, Partial<Count>>): Count {
  const total = noCount();
  for (const c of Object.values(counts)) {
    total.planned += c.planned ?? 0;
    total.done += c.done ?? 0;
    total.skipped += c.skipped ?? 0;
    total.failed += c.failed ?? 0;
    total.reasons.push(...(c.reasons ?? []));
  }
  return total;
}

type Told = { counts: Record<string, Partial<Count>>; startedAt: Date; finishedAt: Date | null };

/** Runs that came to an end and had nothing to do, in a row, as one; the others each for itself. Newest first. */
export function foldIdle<R extends Told>(runs: R[]): (R | { idle: R[] })[] {
  const folded: (R | { idle: R[] })[] = [];
  for (const run of runs) {
    const { planned, failed } = totalOf(run.counts);
    const last = folded.at(-1);
    if (planned > 0 || failed > 0 || !run.finishedAt) folded.push(run);
    else if (last && 'idle' in last) last.idle.push(run);
    else folded.push({ idle: [run] });
  }
  return folded;
}

/** Calls at once: on one panel or gateway, and in all. */
export const PER_GROUP = 2;
export const AT_ONCE = 8;

/** Whether the product has stopped ticking: no run for two periods. */
export const isSilent = (lastTickAt: Date | null, periodMs: number, now: Date): boolean =>
  lastTickAt !== null && now.getTime() - lastTickAt.getTime() > 2 * periodMs;
