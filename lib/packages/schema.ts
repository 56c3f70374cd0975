/** A package to be made. `number` is E.164; `sold` is what was bought, null where the package itself was sent by hand. */
export type Activation = {
  reference: string;
  number: string;
  groupId: string | null;
  days: number;
  startAt: Date;
  sold: { mb: number; cents: number } | null;
  /** Whether the group is told of an automatic package. */
  tell: boolean;
};
