import { ROLE_HINTS, ROLE_NAMES } from '@/lib/auth/messages';
import { GIVEN_ROLES } from '@/lib/users/rules';

/** The pick list of roles, each with what it may do. */
export const ROLE_OPTIONS = GIVEN_ROLES.map((role) => ({
  value: role,
  label: `${ROLE_NAMES[role]}: ${ROLE_HINTS[role]}`,
}));
