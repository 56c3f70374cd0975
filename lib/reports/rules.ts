import { addToDay, type Day, dayOf, startOfDay } from '@/lib/time';

type Span = { from: Date; to: Date };

/** This calendar month so far and all of the one before, in the reseller's zone; `to` is exclusive. */
export function months(now: Date, zone: string): { current: Span; previous: Span } {
  const first = `${dayOf(now, zone).slice(0, 7)}-01`;
  const firstBefore = `${addToDay(first, -1).slice(0, 7)}-01`;
  const next = `${addToDay(first, 31).slice(0, 7)}-01`;
  return {
    current: { from: startOfDay(first, zone), to: startOfDay(next, zone) },
    previous: { from: startOfDay(firstBefore, zone), to: startOfDay(first, zone) },
  };
}

/** The last `count` calendar days up to today, oldest first. */
export const lastDays = (now: Date, zone: string, count: number): Day[] =>
  Array.from({ length: count }, (_, at) => addToDay(dayOf(now, zone), at - count + 1));

/** One figure per day, zero where nothing happened. */
export const perDay = (days: Day[], counted: { day: Day; n: number }[]): { day: Day; n: number }[] =>
  days.map((day) => ({ day, n: counted.find((c) => c.day === day)?.n ?? 0 }));

/** Heights of bars for values, in whole units of `full`; a value above zero is never invisible. */
export function barHeights(values: number[], full: number): number[] {
  const top = Math.max(...values, 0);
  return values.map((v) => (v <= 0 || top === 0 ? 0 : Math.max(2, Math.round((v / top) * full))));
}

export type Setup = { servers: number; plans: number; clients: number; paid: number };
export type PackagesSetup = {
  groups: number;
  prices: number;
  sheet: number;
  packages: number;
  delivered: number;
};
export type SetupKey = keyof Setup | keyof PackagesSetup;
export type SetupStep = { key: SetupKey; done: boolean };

/** The way to the first renewal, in the order of its keys; null once all of it has been walked. */
export function setupSteps(setup: Setup | PackagesSetup): SetupStep[] | null {
  const steps = Object.entries(setup).map(([key, n]) => ({ key: key as SetupKey, done: n > 0 }));
  return steps.every((s) => s.done) ? null : steps;
}

/** Age in one word that is large enough to be read at a glance: `5 min`, `3 h`, `2 d`. */
export function ageWords(from: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - from.getTime()) / 60_000));
  if (minutes < 60) return `${minutes}\u00a0min`;
  if (minutes < 60 * 48) return `${Math.floor(minutes / 60)}\u00a0h`;
  return `${Math.floor(minutes / 1440)}\u00a0d`;
}

/** `há 5 min`, or `agora` for less than one. */
export const agoWords = (from: Date, now: Date): string =>
  now.getTime() - from.getTime() < 60_000 ? 'agora' : `há ${ageWords(from, now)}`;
