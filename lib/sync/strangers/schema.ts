import { z } from 'zod';
import { USERNAME } from '@/lib/clients/schema';
import { type Country, parsePhone } from '@/lib/phone';
import { filterSchema } from '../filter/schema';
import { OBSTACLES, type Obstacle } from '../list/rules';
import type { Side } from '../plan/rules';

/** Rows one by one, or everybody unknown whom the filter shows; the plan is for whom no plan stands out. */
export const importSchema = z.strictObject({
  runId: z.uuid(),
  which: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(200) }),
    z.strictObject({ filter: filterSchema }),
  ]),
  planId: z.uuid().nullable(),
});

/** Why a customer is not taken in. */
export type LeftOut = Obstacle | 'no_date' | 'no_status' | 'username' | 'no_plan' | 'taken' | 'edited';
type Row = {
  username: string;
  theirs: (Side & { name?: string | null; phone?: string | null }) | null;
  reason: string | null;
};
export type Values = {
  username: string;
  name: string;
  phone: string | null;
  expiresAt: Date;
  status: 'active' | 'suspended';
  planId: string;
};
type Reading = {
  country: Country;
  /** The one plan that sells a package; null when none or several do. */
  planOf(packageId: string | null): string | null;
  /** A person's choice for whom no plan stands out. */
  planId: string | null;
};

/**
 * A customer of the panel as a client here, by the rules of the client's form: date and status are the panel's, the plan is
 * the one that sells the package, a telephone that cannot be read is left empty. Or why not.
 */
export function clientOf(
  { username, theirs, reason }: Row,
  { country, planOf, planId }: Reading,
): { ok: true; values: Values } | { ok: false; why: LeftOut } {
  const no = (why: LeftOut) => ({ ok: false, why }) as const;
  const obstacle = OBSTACLES.find((one) => one === reason);
  if (obstacle) return no(obstacle);
  if (!USERNAME.test(username)) return no('username');
  if (!theirs?.expiresAt) return no('no_date');
  const { status, packageId, expiresAt } = theirs;
  if (status !== 'active' && status !== 'suspended') return no('no_status');
  const plan = planOf(packageId) ?? planId;
  if (!plan) return no('no_plan');
  const name = (theirs.name ?? '').replace(/\s+/g, ' ').trim().slice(0, 120).trim();
  const phone = theirs.phone ? parsePhone(theirs.phone, country) : null;
  // Panels leave names empty; here a client has one.
  return {
    ok: true,
    values: { username, name: name || username, phone, expiresAt: new Date(expiresAt), status, planId: plan },
  };
}
