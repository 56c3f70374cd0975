import postgres from 'postgres';
import { type Place, seal, unseal } from '@/lib/crypto';

/** Every sealed column: table, key, column, and the name its values are bound to. */
const SEALED = [
  ['sigma_credentials', 'server_id', 'token_encrypted', 'token'],
  ['channels', 'id', 'key_encrypted', 'key'],
  ['clients', 'id', 'password_encrypted', 'password'],
  ['invoices', 'id', 'link_encrypted', 'link'],
  ['mercadopago_accounts', 'id', 'token_encrypted', 'token'],
  ['mercadopago_accounts', 'id', 'secret_encrypted', 'secret'],
  ['mercadopago_accounts', 'id', 'webhook_key_encrypted', 'webhookKey'],
  ['users', 'id', 'totp_secret', 'users.totp_secret'],
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
    for (const [table, id, column, bound] of SEALED) {
      for (let rows = await old(sql, table, id, column, key); rows.length > 0; ) {
        for (const row of rows) {
          const place: Place = { resellerId: row.resellerId, recordId: row.recordId, column: bound };
          const fresh = seal(unseal(row.sealed, place), place);
          await sql`update ${sql(table)} set ${sql(column)} = ${fresh}
                    where ${sql(id)} = ${row.recordId} and ${sql(column)} = ${row.sealed}`;
          resealed++;
        }
        rows = await old(sql, table, id, column, key);
      }
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { resealed, key };
}

type Row = { resellerId: string; recordId: string; sealed: string };

const old = (sql: postgres.Sql, table: string, id: string, column: string, key: string) =>
  sql<Row[]>`select reseller_id as "resellerId", ${sql(id)} as "recordId", ${sql(column)} as sealed
             from ${sql(table)} where ${sql(column)} is not null and split_part(${sql(column)}, '.', 2) <> ${key}
             limit ${BATCH}`;
