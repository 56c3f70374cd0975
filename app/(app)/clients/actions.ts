'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { movePlan, suspendClients } from '@/lib/clients/bulk/commands';
import { addClient, editClient, retryAccount, switchClient } from '@/lib/clients/jobs';
import { CLIENT_REFUSALS } from '@/lib/clients/messages';
import {
  bulkPlanSchema,
  bulkSuspendSchema,
  clientIdSchema,
  clientSchema,
  statusSchema,
} from '@/lib/clients/schema';
import { archiveClient, revealPassword } from '@/lib/clients/status/commands';
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

/** Pushes the account's open work on. */
export const retryAccountNow = action('operator', clientIdSchema, async (actor, { id }) => {
  const result = await retryAccount(actor, id, clock);
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

/** Shows the password to whoever asked; audited. */
export const showPassword = action('operator', clientIdSchema, async (actor, { id }, now) => {
  const password = await revealPassword(actor, id, now);
  return password === null ? refused(CLIENT_REFUSALS.absent.message) : done(password);
});

/** Suspends the chosen clients; their panels follow from the queue. */
export const suspendMany = action('operator', bulkSuspendSchema, async (actor, { ids }, now) => {
  const count = await suspendClients(actor, ids, now);
  revalidatePath('/clients');
  return done(undefined, count === 1 ? '1 cliente suspenso' : `${count} clientes suspensos`);
});

/** Gives the chosen clients another plan of their server. */
export const movePlanOfMany = action('operator', bulkPlanSchema, async (actor, input, now) => {
  const count = await movePlan(actor, input, now);
  if (count === null) return refused('Este plano não existe mais. Escolha outro.');
  revalidatePath('/clients');
  const moved = count === 1 ? '1 cliente mudou de plano' : `${count} clientes mudaram de plano`;
  const kept = input.ids.length - count;
  return done(undefined, kept ? `${moved} · ${kept} sem mudança` : moved);
});
