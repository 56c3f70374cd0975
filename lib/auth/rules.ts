import type { ResellerId } from '@/db/ids';
import type { Currency } from '@/lib/money';
import type { Country } from '@/lib/phone';

export type Role = 'admin' | 'owner' | 'operator' | 'viewer';

/** A signed-in person, proven by lib/auth/gates. Also a `Doer` of the audit. */
export type Actor = {
  userId: string;
  userName: string;
  role: Role;
  resellerId: ResellerId;
  reseller: { name: string; country: Country; currency: Currency; locale: string; timezone: string };
};

const RANK: Record<Role, number> = { viewer: 0, operator: 1, owner: 2, admin: 3 };

/** Whether a role may do what needs at least `least`. */
export const allows = (role: Role, least: Role): boolean => RANK[role] >= RANK[least];
