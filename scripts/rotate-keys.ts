import postgres from 'postgres';
import { type Place, seal, unseal } from '@/lib/crypto';

/** Every sealed column: table, column, the name its values are bound to, and what names the record, in SQL. */
export const SEALED = [
  ['sigma_credentials', 'token_encrypted', 'token', 'server_id'],
  ['channels', 'key_encrypted', 'key', 'id'],
  ['channels', 'secret_encrypted', 'secret', 'id'],
  ['clients', 'password_encrypted', 'password', 'id'],
  ['invoices', 'link_encrypted', 'link', 'id'],
  ['access_keys', 'key_encrypted', 'key', 'kind'],
  ['package_subscriptions', 'link_encrypted', 'link', 'id'],
  ['sheets', 'url_encrypted', 'url', 'id'],
  ['mercadopago_accounts', 'token_encrypted', 'token', 'id'],
  ['mercadopago_accounts', 'secret_encrypted', 'secret', 'id'],
  ['mercadopago_accounts', 'webhook_key_encrypted', 'webhookKey', 'id'],
  ['users', 'totp_secret', 'users.totp_secret', 'id'],
  ['import_batches', 'head_sealed', 'cells', "id || ':head'"],
  ['import_rows', 'cells_sealed', 'cells', "batch_id || ':' || n"],
] as const;

const BATCH = 500;

/**
 * Seals every value anew with the first key. May be killed and run again, and while people work: a value that
 * changed meanwhile was sealed by whoever changed it.
 */
export async function rotateKeys(): Promise<{ resealed: number; key: string }> {
  const key = process.env.ENCRYPTION_KEYS?.split(':')[0]?.trim() ?? '';
  const sql = postgres(process.env.DATABASE_URL ?? '', { max: 1, onnotice: () => {} });
  let resealed = 0;
  try {
    for (const [table, column, bound, record] of SEALED) {
      for (let rows = await old(sql, table, column, record, key); rows.length > 0; ) {
        for (const row of rows) {
          const place: Place = { resellerId: row.resellerId, recordId: row.recordId, column: bound };
          const fresh = seal(unseal(row.sealed, place), place);
          // A row that changed meanwhile has another ctid, and is found again if it still needs it.
          await sql`update ${sql(table)} set ${sql(column)} = ${fresh}
                    where ctid = ${row.ctid}::tid and ${sql(column)} = ${row.sealed}`;
          resealed++;
        }
        rows = await old(sql, table, column, record, key);
      }
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { resealed, key };
}

type Row = { ctid: string; resellerId: string; recordId: string; sealed: string };

const old = (sql: postgres.Sql, table: string, column: string, record: string, key: string) =>
  sql<
    Row[]
  >`select ctid::text as ctid, reseller_id as "resellerId", (${sql.unsafe(record)})::text as "recordId",
               ${sql(column)} as sealed
             from ${sql(table)} where ${sql(column)} like 'v1.%' and split_part(${sql(column)}, '.', 2) <> ${key}
             limit ${BATCH}`;
