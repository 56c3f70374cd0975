import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './test-database';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

test.each([
  ['clients', 'client_id', 5],
  ['invoices', 'invoice_id', 3],
])('the removal of %s finds by an index every table that may name one', async (table, column, least) => {
  // PostgreSQL looks each removed row up in every one of them; a partial index serves where its condition is no other.
  const named = await t.sql`
    select c.conrelid::regclass::text as "table", exists (
      select from pg_index i where i.indrelid = c.conrelid
        and pg_get_indexdef(i.indexrelid) ~ ('\\((reseller_id, )?' || ${column} || '[,)]')
        and coalesce(pg_get_expr(i.indpred, i.indrelid), '(' || ${column} || ' IS NOT NULL)')
          = '(' || ${column} || ' IS NOT NULL)'
    ) as found
    from pg_constraint c where c.contype = 'f' and c.confrelid = (${table})::regclass order by 1`;
  expect(named.length).toBeGreaterThan(least);
  expect(named.filter(({ found }) => !found).map(({ table }) => table)).toEqual([]);
});
