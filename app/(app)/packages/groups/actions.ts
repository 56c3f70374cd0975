'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { addAdmin, removeAdmin } from '@/lib/groups/admins/commands';
import { archiveGroup, restoreGroup, saveGroup } from '@/lib/groups/commands';
import { ADMIN_ABSENT, ADMIN_TWICE, GROUP_WORDS } from '@/lib/groups/messages';
import { savePrices } from '@/lib/groups/prices/commands';
import { pricesWords } from '@/lib/groups/prices/messages';
import { priceTableSchema } from '@/lib/groups/prices/schema';
import {
  adminIdSchema,
  adminSchema,
  groupIdSchema,
  groupSchema,
  groupSheetsSchema,
} from '@/lib/groups/schema';
import { type SheetChoice, setGroupSheets } from '@/lib/groups/sheets/commands';
import { formatMoney } from '@/lib/money';
import { parsePhone } from '@/lib/phone';
import { done, refused } from '@/lib/result';
import { tryFirst } from '../settings/try-first';

const CHECK = 'Confira os campos destacados.';

/** Adds or changes a group. */
export const keepGroup = action('owner', groupSchema, async (actor, { id, ...input }, now) => {
  const saved = await saveGroup(actor, id ?? null, input, now);
  if (!saved.ok) {
    const words = GROUP_WORDS[saved.reason];
    return saved.reason === 'absent' ? refused(words) : refused(CHECK, { jid: words });
  }
  revalidatePath('/packages', 'layout');
  return done({ id: saved.id }, id ? 'Grupo atualizado.' : 'Grupo criado.');
});

/** Takes a group out of use. */
export const putGroupAway = action('owner', groupIdSchema, async (actor, { id }, now) => {
  const archived = await archiveGroup(actor, id, now);
  if (!archived.ok) return refused(GROUP_WORDS[archived.reason]);
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Grupo arquivado.');
});

/** Puts an archived group back into use. */
export const bringGroupBack = action('owner', groupIdSchema, async (actor, { id }, now) => {
  const restored = await restoreGroup(actor, id, now);
  if (!restored.ok) return refused(GROUP_WORDS[restored.reason]);
  revalidatePath('/packages', 'layout');
  return done(undefined, 'Grupo restaurado.');
});

/** Where the group's orders and payments go; typed addresses are tried first. */
export const keepSheets = action('owner', groupSheetsSchema, async (actor, { id, anyway, ...form }, now) => {
  const typed = (['orders', 'payments'] as const).flatMap((book) => {
    const [url, field] = [form[`${book}Url`], `${book}Url`];
    return form[book] === 'own' && url ? [{ book, url, field }] : [];
  });
  const objected = await tryFirst(actor.userId, typed, anyway, now);
  if (objected) return objected;
  const choice = (book: 'inherit' | 'own', url: string): SheetChoice =>
    book === 'inherit' ? 'inherit' : url === '' ? 'keep' : { url };
  const saved = await setGroupSheets(
    actor,
    id,
    { orders: choice(form.orders, form.ordersUrl), payments: choice(form.payments, form.paymentsUrl) },
    now,
  );
  revalidatePath('/packages', 'layout');
  if (saved.ok) return done(undefined, 'Planilhas do grupo salvas.');
  if (saved.reason === 'absent') return refused(GROUP_WORDS.absent);
  return refused(CHECK, { [`${saved.book}Url`]: 'Cole o endereço do script.' });
});

/** Lets a phone give commands. */
export const includeAdmin = action('owner', adminSchema, async (actor, input, now) => {
  const { groupId, everywhere, name } = input;
  const phone = parsePhone(input.phone, actor.reseller.country);
  if (!phone) return refused(CHECK, { phone: 'Escreva um número de celular válido.' });
  const added = await addAdmin(actor, { groupId: everywhere ? null : groupId, name, phone }, now);
  if (!added.ok)
    return added.reason === 'twice' ? refused(CHECK, { phone: ADMIN_TWICE }) : refused(GROUP_WORDS.absent);
  revalidatePath('/packages/groups', 'layout');
  return done(undefined, 'Administrador incluído.');
});

/** Takes that right away. */
export const excludeAdmin = action('owner', adminIdSchema, async (actor, { id }, now) => {
  const removed = await removeAdmin(actor, id, now);
  revalidatePath('/packages/groups', 'layout');
  return removed.ok ? done(undefined, 'Administrador retirado.') : refused(ADMIN_ABSENT);
});

/** Saves the grid as a new version of the group's prices. */
export const keepPrices = action('owner', priceTableSchema, async (actor, input, now) => {
  const saved = await savePrices(actor, input, now);
  if (!saved.ok) {
    const { currency, locale } = actor.reseller;
    const cents = saved.priceCents;
    return refused(
      pricesWords(saved.reason, cents === undefined ? '' : formatMoney({ cents, currency }, locale)),
    );
  }
  revalidatePath('/packages', 'layout');
  return done(undefined, `Tabela de preços salva (versão ${saved.version}).`);
});
