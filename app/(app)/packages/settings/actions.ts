'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { forgetBook, removeType, saveBook, saveRules, saveType } from '@/lib/packages/settings/commands';
import { settingsOf } from '@/lib/packages/settings/queries';
import { bookForm, bookRef, rulesForm, typeForm, typeRef } from '@/lib/packages/settings/schema';
import { done, refused } from '@/lib/result';
import { trialWords } from '@/lib/sheets/messages';
import { mayTrySheet, testSheet } from '@/lib/sheets/trial/jobs';

const PAGE = '/packages/settings';
const CHECK = 'Confira os campos destacados.';
const URL_NEEDED = { url: 'Cole o endereço do script.' };

/** Keeps how packages work from now on. */
export const saveRulesForm = action('owner', rulesForm, async (actor, input, now) => {
  await saveRules(actor, input, now);
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Regras salvas. Valem para os próximos pacotes e renovações.');
});

/** Adds a type, or changes the one of that length. */
export const saveTypeForm = action('owner', typeForm, async (actor, input, now) => {
  if (!(await saveType(actor, input, now))) return refused(CHECK, { groupId: 'Este grupo não existe mais.' });
  revalidatePath('/packages', 'layout');
  return done(undefined, `Tipo de ${input.days} dias salvo.`);
});

/** Forgets a type. */
export const removeTypeRow = action('owner', typeRef, async (actor, { id }, now) => {
  if (!(await removeType(actor, id, now))) return refused('Este tipo não existe mais.');
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Tipo removido. Os pacotes vendidos com ele continuam.');
});

/** Asks the script something harmless; changes nothing. */
export const testBook = action('owner', bookForm, async (actor, { book, url }, now) => {
  if (!(await mayTrySheet(actor.userId, now)).allowed)
    return refused('Muitas tentativas seguidas. Espere um minuto e tente de novo.');
  const settings = await settingsOf(actor.resellerId);
  const sheetId = book === 'orders' ? settings.ordersSheetId : settings.paymentsSheetId;
  const found = await testSheet(actor.resellerId, { book, url, sheetId }, now);
  if (!found) return refused(CHECK, URL_NEEDED);
  const { ok, words } = trialWords(found);
  if (ok) return done(undefined, words);
  const refusedHere = 'reason' in found && found.reason === 'address_refused';
  return refusedHere && url ? refused(CHECK, { url: words }) : refused(words);
});

/** Gives a book a script of its own. */
export const saveBookForm = action('owner', bookForm, async (actor, input, now) => {
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
