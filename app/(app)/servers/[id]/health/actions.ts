'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { done, refused } from '@/lib/result';
import { countCredits } from '@/lib/servers/credits/commands';
import { creditsSchema } from '@/lib/servers/credits/schema';
import { SERVER_REFUSALS } from '@/lib/servers/messages';

/** Keeps the credits a person read off the panel; blank stops counting. */
export const saveCredits = action('owner', creditsSchema, async (actor, input, now) => {
  if (!(await countCredits(actor, input, now))) return refused(SERVER_REFUSALS.absent.message);
  revalidatePath('/', 'layout');
  return done(undefined, input.left === null ? 'Contagem desligada.' : 'Contagem guardada.');
});
