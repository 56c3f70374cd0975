import { ROLE_HINTS, ROLE_NAMES } from '@/lib/auth/messages';
import { GIVEN_ROLES } from '@/lib/users/rules';

export const ROLE_OPTIONS = GIVEN_ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }));

/** What the chosen role may do, under the list. */
export const roleHint = (role: string | undefined): string | undefined =>
  Object.entries(ROLE_HINTS).find(([name]) => name === role)?.[1];
