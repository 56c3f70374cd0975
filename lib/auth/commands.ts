import 'server-only';
import { database } from '@/db/client';
import { recordAudit } from '../audit/commands';
import type { Actor, Role } from './rules';

/** Keeps that somebody tried what their role does not allow (attack S13). */
export async function recordRefusal(actor: Actor, least: Role, now: Date): Promise<void> {
  const entry = {
    action: 'access.refused',
    subjectType: 'user',
    subjectId: actor.userId,
    detail: { least },
  } as const;
  await recordAudit(database(), actor, entry, now);
}
