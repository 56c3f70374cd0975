'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import {
  addType,
  changeType,
  forgetBook,
  removeType,
  saveBook,
  saveRules,
} from '@/lib/packages/settings/commands';
import { settingsOf } from '@/lib/packages/settings/queries';
import { bookForm, bookRef, rulesForm, typeChange, typeForm, typeRef } from '@/lib/packages/settings/schema';
import { done, refused } from '@/lib/result';
import { trialWords } from '@/lib/sheets/messages';
import { mayTrySheet, TOO_MANY, testSheet } from '@/lib/sheets/trial/jobs';
import { tryFirst } from './try-first';

const PAGE = '/packages/settings';
const CHECK = 'Confira os campos destacados.';
const URL_NEEDED = { url: 'Cole o endereço do script.' };

/** Keeps how packages work from now on. */
export const saveRulesForm = action('owner', rulesForm, async (actor, input, now) => {
  await saveRules(actor, input, now);
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Regras salvas. Valem para os próximos pacotes e renovações.');
});

/** Adds a type. */
export const addTypeForm = action('owner', typeForm, async (actor, input, now) => {
  const added = await addType(actor, input, now);
  if (!added.ok)
    return added.reason === 'twice'
      ? refused(CHECK, { days: 'Já existe um tipo com esta duração. Use Mudar ao lado dele, na lista.' })
      : refused(CHECK, { groupId: 'Este grupo não existe mais.' });
  revalidatePath('/packages', 'layout');
  return done(undefined, `Tipo de ${input.days} dias adicionado.`);
});

/** Gives a type another name or other values. */
export const changeTypeForm = action('owner', typeChange, async (actor, input, now) => {
  const changed = await changeType(actor, input, now);
  if (!changed) return refused('Este tipo não existe mais.');
  revalidatePath('/packages', 'layout');
  return done(undefined, `Tipo de ${changed.days} dias mudado. Vale para os próximos pacotes.`);
});

/** Forgets a type. */
export const removeTypeRow = action('owner', typeRef, async (actor, { id }, now) => {
  if (!(await removeType(actor, id, now))) return refused('Este tipo não existe mais.');
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Tipo removido. Os pacotes vendidos com ele continuam.');
});

/** Asks the script something harmless; changes nothing. */
export const testBook = action('owner', bookForm, async (actor, { book, url }, now) => {
  if (!(await mayTrySheet(actor.userId, now)).allowed) return refused(TOO_MANY);
  const settings = await settingsOf(actor.resellerId);
  const sheetId = book === 'orders' ? settings.ordersSheetId : settings.paymentsSheetId;
  const found = await testSheet(actor.resellerId, { book, url, sheetId }, now);
  if (!found) return refused(CHECK, URL_NEEDED);
  const { ok, words } = trialWords(found);
  if (ok) return done(undefined, words);
  const refusedHere = 'reason' in found && found.reason === 'address_refused';
  return refusedHere && url ? refused(CHECK, { url: words }) : refused(words);
});

/** Gives a book a script of its own, tried first. */
export const saveBookForm = action('owner', bookForm, async (actor, { anyway, ...input }, now) => {
  const typed = input.url ? [{ ...input, field: 'url' }] : [];
  const objected = await tryFirst(actor.userId, typed, anyway, now);
  if (objected) return objected;
  if (!(await saveBook(actor, input, now))) return refused(CHECK, URL_NEEDED);
  revalidatePath(PAGE);
  return done(undefined, 'Planilha salva. O que já estava a caminho vai para onde estava indo.');
});

/** Goes back to the default of a book. */
export const forgetBookRow = action('owner', bookRef, async (actor, { book }, now) => {
  if (!(await forgetBook(actor, book, now))) return refused('Não há endereço próprio guardado.');
  revalidatePath(PAGE);
  return done(undefined, 'Endereço próprio removido.');
});
