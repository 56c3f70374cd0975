/** Credits that certainly left: known ones added up, and how many acts cost what the panel did not say. */
export type Spent = { credits: number; unknown: number };
export type MonthSpent = Spent & {
  /** `2026-11`, of the reseller's zone. */
  month: string;
  renewals: number;
  creations: number;
};

type Count = { creditsLeft: number | null; creditsWarnBelow: number | null };

/** What is left of the credits that a person counted, by what was proved since; null when nobody counted. */
export const leftOf = ({ creditsLeft }: Pick<Count, 'creditsLeft'>, { credits }: Spent): number | null =>
  creditsLeft === null ? null : creditsLeft - credits;

/** Whether the reseller wants to be told by now. It warns; it never holds anything up. */
export function isLow(count: Count, spent: Spent): boolean {
  const left = leftOf(count, spent);
  return left !== null && count.creditsWarnBelow !== null && left < count.creditsWarnBelow;
}
