'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { done } from '@/lib/result';
import { resetWording, saveWording } from '@/lib/templates/commands';
import { kindSchema, wordingSchema } from '@/lib/templates/schema';

/** Keeps the reseller's own wording. */
export const save = action('operator', wordingSchema, async (actor, input, now) => {
  await saveWording(actor, input, now);
  revalidatePath('/messages/templates');
  return done(undefined, 'Texto salvo. Vale para as próximas mensagens.');
});

/** Goes back to the product's wording. */
export const reset = action('operator', kindSchema, async (actor, { kind }, now) => {
  await resetWording(actor, kind, now);
  revalidatePath('/messages/templates');
  return done(undefined, 'O texto original voltou.');
});
