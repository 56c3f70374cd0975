'use server';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/app/action';
import type { ActionResult } from '@/lib/result';
import { confirmTotp as confirm, startTotp as start, turnOffTotp as turnOff } from '@/lib/totp/commands';
import { changeOwnPassword, endOwnSessions } from '@/lib/users/commands';
import { passwordChange, passwordProof, totpCode } from '@/lib/users/schema';

const nothing = z.strictObject({});

/** Changes one's own password; every session ends, this one too. */
export const changePassword = action('viewer', passwordChange, async (actor, input, now) =>
  changeOwnPassword(actor.resellerId, actor, input, now),
);

/** Leaves on every device. */
export const leaveEverywhere = action('viewer', nothing, async (actor, _input, now) =>
  endOwnSessions(actor.resellerId, actor, now),
);

/** Makes the QR code of a second step that is not on yet. */
export const startTotp = action('viewer', nothing, async (actor) => start(actor.resellerId, actor));

/** Turns the second step on, with a code of the app. */
export const confirmTotp = action('viewer', totpCode, async (actor, { code }, now) =>
  shown(await confirm(actor.resellerId, actor, code, now)),
);

/** Turns the second step off, with the password. */
export const turnOffTotp = action('viewer', passwordProof, async (actor, { password }, now) =>
  shown(await turnOff(actor.resellerId, actor, password, now)),
);

function shown<T>(result: ActionResult<T>): ActionResult<T> {
  if (result.ok) revalidatePath('/settings/security');
  return result;
}
