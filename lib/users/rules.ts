import { type Actor, allows, type Role } from '../auth/rules';

/** The roles that can be given on a screen; `admin` belongs to the installation. */
export const GIVEN_ROLES = ['owner', 'operator', 'viewer'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** Whether somebody may manage a person of this role: an owner does, but nobody above them. */
export const manages = (actor: Pick<Actor, 'role'>, other: Role): boolean =>
  allows(actor.role, 'owner') && allows(actor.role, other);
