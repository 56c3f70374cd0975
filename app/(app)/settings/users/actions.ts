'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import type { ActionResult } from '@/lib/result';
import {
  addUser as add,
  changeRole as change,
  resetUserPassword,
  setAccess as set,
} from '@/lib/users/commands';
import { newUser, userAccess, userRef, userRole } from '@/lib/users/schema';

/** Adds a person; the password is in the answer, this once. */
export const addUser = action('owner', newUser, async (actor, input, now) =>
  shown(await add(actor.resellerId, actor, input, now)),
);

/** Lets a person in or out. */
export const setAccess = action('owner', userAccess, async (actor, input, now) =>
  shown(await set(actor.resellerId, actor, input, now)),
);

/** Gives a person another profile. */
export const changeRole = action('owner', userRole, async (actor, input, now) =>
  shown(await change(actor.resellerId, actor, input, now)),
);

/** Gives a person a new password; it is in the answer, this once. */
export const resetPassword = action('owner', userRef, async (actor, { userId }, now) =>
  shown(await resetUserPassword(actor.resellerId, actor, userId, now)),
);

function shown<T>(result: ActionResult<T>): ActionResult<T> {
  if (result.ok) revalidatePath('/settings/users');
  return result;
}
