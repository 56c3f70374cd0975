import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSettings } from '@/db/schema/packages';
import { sheets } from '@/db/schema/sheets';
import { fingerprint, seal, unseal } from '@/lib/crypto';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { shownAddress } from './rules';
import { type Book, sheetUrl } from './schema';

/**
 * Where a book's rows of a reseller or of one of its groups go: the group's own sheet, else the reseller's,
 * else the installation's, which gets its row here on first need. Null: the built-in book.
 */
export async function sheetFor(
  tx: Executor,
  resellerId: ResellerId,
  groupId: string | null,
  book: Book,
): Promise<string | null> {
  const column = book === 'orders' ? 'ordersSheetId' : 'paymentsSheetId';
  if (groupId) {
    const [group] = await tx
      .select({ id: groups[column] })
      .from(groups)
      .where(and(eq(groups.resellerId, resellerId), eq(groups.id, groupId)));
    if (group?.id) return group.id;
  }
  const [own] = await tx
    .select({ id: packageSettings[column] })
    .from(packageSettings)
    .where(eq(packageSettings.resellerId, resellerId));
  if (own?.id) return own.id;
  const url = installationUrl(book);
  return url ? sheetOf(tx, resellerId, book, url) : null;
}

/** The installation's own address of a book; null where none is set, or what is set is no address. */
export function installationUrl(book: Book): string | null {
  const { GOOGLE_SHEETS_SCRIPT_URL_RETALHO, GOOGLE_SHEETS_PAGAMENTOS } = env();
  const set = book === 'orders' ? GOOGLE_SHEETS_SCRIPT_URL_RETALHO : GOOGLE_SHEETS_PAGAMENTOS;
  const parsed = sheetUrl.safeParse(set);
  return parsed.success ? parsed.data : null;
}

/** The row of an address in a reseller's book, made when there is none; the same for whoever asks at once. */
export async function sheetOf(
  tx: Executor,
  resellerId: ResellerId,
  book: Book,
  url: string,
): Promise<string> {
  const urlHash = fingerprint(url);
  const find = () =>
    tx
      .select({ id: sheets.id })
      .from(sheets)
      .where(and(eq(sheets.resellerId, resellerId), eq(sheets.book, book), eq(sheets.urlHash, urlHash)));
  const [known] = await find();
  if (known) return known.id;
  const id = newId();
  const urlEncrypted = seal(url, { resellerId, recordId: id, column: 'url' });
  const values = { id, resellerId, book, urlHash, urlEncrypted, shown: shownAddress(url) };
  await tx.insert(sheets).values(values).onConflictDoNothing();
  // Somebody else may have been first: then theirs counts.
  const [row] = await find();
  if (!row) throw new Error('The sheet was neither made nor found');
  return row.id;
}

/** A reseller's stored address, opened to be called; null when it is not there or cannot be opened. */
export async function storedUrl(resellerId: ResellerId, sheetId: string): Promise<string | null> {
  const [row] = await database()
    .select({ sealed: sheets.urlEncrypted })
    .from(sheets)
    .where(and(eq(sheets.resellerId, resellerId), eq(sheets.id, sheetId)));
  if (!row) return null;
  try {
    return unseal(row.sealed, { resellerId, recordId: sheetId, column: 'url' });
  } catch (err) {
    log.error({ err, sheet: sheetId }, 'address of a sheet cannot be opened');
    return null;
  }
}
