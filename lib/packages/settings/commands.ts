import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { packageSettings, packageTypes } from '@/db/schema/packages';
import { sheets } from '@/db/schema/sheets';
import { auditOf, type Doer } from '@/lib/audit/commands';
import { groupById } from '@/lib/groups/queries';
import { saveSheet } from '@/lib/sheets/commands';
import type { Book } from '@/lib/sheets/schema';
import type { BookInput, RulesInput, TypeChange, TypeInput } from './schema';

const auditReseller = auditOf('reseller');

/** Keeps how the reseller's packages work. What was sold before keeps its MB and values. */
export async function saveRules(doer: Doer, input: RulesInput, now: Date): Promise<void> {
  const values = { ...input, bonusMb: input.bonusMb ?? 0 };
  await database().transaction(async (tx) => {
    await change(tx, doer.resellerId, values);
    await auditReseller(tx, doer, doer.resellerId, 'package_rules.saved', values, now);
  });
}

/** `twice`: there is one of that length for that group. */
type TypeAdded = { ok: true } | { ok: false; reason: 'no_group' | 'twice' };

/** Adds a type; the one that is there already is never written over. */
export async function addType(doer: Doer, input: TypeInput, now: Date): Promise<TypeAdded> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<TypeAdded> => {
    if (input.groupId && !(await groupById(tx, resellerId, input.groupId)))
      return { ok: false, reason: 'no_group' };
    const [added] = await tx
      .insert(packageTypes)
      .values({ ...input, id: newId(), resellerId, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: packageTypes.id });
    if (!added) return { ok: false, reason: 'twice' };
    await auditReseller(tx, doer, resellerId, 'package_type.saved', { ...input }, now);
    return { ok: true };
  });
}

/** Gives a type another name or other values; null when it is not the reseller's. Packages sold keep theirs. */
export async function changeType(
  doer: Doer,
  { id, ...values }: TypeChange,
  now: Date,
): Promise<{ days: number } | null> {
  return database().transaction(async (tx) => {
    const [changed] = await tx
      .update(packageTypes)
      .set(values)
      .where(and(eq(packageTypes.resellerId, doer.resellerId), eq(packageTypes.id, id)))
      .returning({ groupId: packageTypes.groupId, days: packageTypes.days });
    if (!changed) return null;
    const detail = { ...changed, ...values };
    await auditReseller(tx, doer, doer.resellerId, 'package_type.saved', detail, now);
    return { days: changed.days };
  });
}

/** Forgets a type; packages sold with it go on. */
export async function removeType(doer: Doer, id: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [gone] = await tx
      .delete(packageTypes)
      .where(and(eq(packageTypes.resellerId, doer.resellerId), eq(packageTypes.id, id)))
      .returning({ days: packageTypes.days, name: packageTypes.name });
    if (!gone) return false;
    await auditReseller(tx, doer, doer.resellerId, 'package_type.removed', gone, now);
    return true;
  });
}

/** Gives a book a script of its own, or changes how many posts the stored one bears. False: no address, and none stored. */
export async function saveBook(doer: Doer, { book, url, atOnce }: BookInput, now: Date): Promise<boolean> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const column = columnOf(book);
    const [settings] = await tx
      .select({ id: packageSettings[column] })
      .from(packageSettings)
      .where(eq(packageSettings.resellerId, resellerId));
    const id = url ? await saveSheet(tx, doer, book, url, now) : settings?.id;
    if (!id) return false;
    await tx
      .update(sheets)
      .set({ atOnce })
      .where(and(eq(sheets.resellerId, resellerId), eq(sheets.id, id)));
    await change(tx, resellerId, { [column]: id });
    await auditReseller(tx, doer, resellerId, 'package_sheet.chosen', { book, atOnce, own: true }, now);
    return true;
  });
}

/** Goes back to the installation's script or the built-in book. What is on its way still goes to the old one. */
export async function forgetBook(doer: Doer, book: Book, now: Date): Promise<boolean> {
  const column = columnOf(book);
  return database().transaction(async (tx) => {
    const [row] = await tx
      .select({ id: packageSettings[column] })
      .from(packageSettings)
      .where(eq(packageSettings.resellerId, doer.resellerId))
      .for('update');
    if (!row?.id) return false;
    await change(tx, doer.resellerId, { [column]: null });
    await auditReseller(tx, doer, doer.resellerId, 'package_sheet.chosen', { book, own: false }, now);
    return true;
  });
}

const columnOf = (book: Book) => (book === 'orders' ? 'ordersSheetId' : 'paymentsSheetId');

async function change(
  tx: Executor,
  resellerId: ResellerId,
  values: Partial<typeof packageSettings.$inferInsert>,
): Promise<void> {
  await tx
    .insert(packageSettings)
    .values({ ...values, resellerId })
    .onConflictDoUpdate({ target: packageSettings.resellerId, set: values });
}
