'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { addClient, editClient, makeAccount, retryAccount, switchClient } from '@/lib/clients/jobs';
import { CLIENT_REFUSALS } from '@/lib/clients/messages';
import { clientIdSchema, clientSchema, retrySchema, statusSchema } from '@/lib/clients/schema';
import { archiveClient, restoreClient, revealPassword } from '@/lib/clients/status/commands';
import { done, refused } from '@/lib/result';

const clock = () => new Date();

/** Adds a client; the account on the panel follows at once, or from the queue. */
export const saveNewClient = action('operator', clientSchema, async (actor, input) => {
  const result = await addClient(actor, input, clock);
  revalidatePath('/clients');
  return result;
});

/** Changes a client here. */
export const saveClient = action('operator', clientSchema, async (actor, input) => {
  const result = await editClient(actor, input, clock);
  revalidatePath('/clients', 'layout');
  return result;
});

/** Suspends or reactivates. */
export const switchStatus = action('operator', statusSchema, async (actor, input) => {
  const result = await switchClient(actor, input, clock);
  revalidatePath('/clients', 'layout');
  return result;
});

/** Creates the account that is missing on the panel. */
export const createAccount = action('operator', clientIdSchema, async (actor, input) => {
  const result = await makeAccount(actor, input, clock);
  revalidatePath('/clients', 'layout');
  return result;
});

/** Pushes one piece of the account's work on. */
export const retryAccountNow = action('operator', retrySchema, async (actor, input) => {
  const result = await retryAccount(actor, input, clock);
  revalidatePath('/clients', 'layout');
  return result;
});

/** Takes the client out of the lists. */
export const putClientAway = action('operator', clientIdSchema, async (actor, { id }, now) => {
  const archived = await archiveClient(actor, id, now);
  if (!archived.ok) return refused(CLIENT_REFUSALS[archived.reason].message);
  revalidatePath('/clients', 'layout');
  return done(undefined, 'Cliente arquivado');
});

/** Brings an archived client back. */
export const bringClientBack = action('operator', clientIdSchema, async (actor, { id }, now) => {
  const restored = await restoreClient(actor, id, now);
  if (!restored.ok) return refused(CLIENT_REFUSALS[restored.reason].message);
  revalidatePath('/clients', 'layout');
  return done(undefined, 'Cliente restaurado');
});

/** Shows the password to whoever asked; audited. */
export const showPassword = action('operator', clientIdSchema, async (actor, { id }, now) => {
  const password = await revealPassword(actor, id, now);
  return password === null ? refused(CLIENT_REFUSALS.absent.message) : done(password);
});
