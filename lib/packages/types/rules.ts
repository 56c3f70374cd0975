import { STANDARD_DAYS, typeName } from '../rules';

export type PackageType = { days: number; name: string; slotMb: number; slotCents: number };
type Own = {
  groupId: string | null;
  days: number;
  name: string;
  slotMb: number | null;
  slotCents: number | null;
};
type Values = { slotMb: number | null; slotCents: number | null };

/** What a renewal is where nobody said otherwise: 100 MB for 12.50 MT (channels.md section 1). */
export const DEFAULT_SLOT = { slotMb: 100, slotCents: 1250 } as const;

/**
 * The lengths sold in one group: the standard ones, the reseller's and the group's. For each value the most
 * particular word counts: the group's type, the reseller's type, the group, the reseller, the default.
 */
export function typesIn(own: readonly Own[], group: Values | null, all: Values | null): PackageType[] {
  const lengths = new Set<number>([...STANDARD_DAYS, ...own.map((t) => t.days)]);
  return [...lengths]
    .sort((a, b) => a - b)
    .map((days) => {
      const here = own.find((t) => t.days === days && t.groupId !== null);
      const general = own.find((t) => t.days === days && t.groupId === null);
      const words = [here, general, group, all, DEFAULT_SLOT];
      return {
        days,
        name: here?.name ?? general?.name ?? typeName(days),
        slotMb: first(words.map((w) => w?.slotMb)),
        slotCents: first(words.map((w) => w?.slotCents)),
      };
    });
}

const first = (values: (number | null | undefined)[]): number =>
  values.find((value) => value !== null && value !== undefined) ?? 0;
