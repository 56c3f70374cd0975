import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/rules';
import { fingerprint } from '@/lib/crypto';
import { fileRows, type NewRow, type SettledRow, saveSheet } from '@/lib/sheets/commands';
import type { FakeSheets } from '@/lib/sheets/fake-sheets';
import { drainSheet } from '@/lib/sheets/jobs';
import type { Executor } from './client';
import { sheetRows } from './schema/sheets';
import type { TestDatabase } from './test-database';

/** A world with a clock: resellers' rows on their way to fake sheets. */
export function sheetWorld(t: TestDatabase, fake: FakeSheets, start: Date) {
  let now = start;
  const began = performance.now();
  const clock = async () => new Date(now.getTime() + performance.now() - began);
  const settled: SettledRow[] = [];
  // Long enough for a busy machine; a test whose sheet hangs takes less.
  let patienceMs = 5_000;
  const onSettled = async (_: Executor, rows: SettledRow[]) => {
    settled.push(...rows);
  };
  const address = (book: 'orders' | 'payments') => fingerprint(new URL(fake[book]).href);
  const drain = (book: 'orders' | 'payments', more: { forMs?: number; timeoutMs?: number } = {}) =>
    drainSheet(address(book), clock, onSettled, { timeoutMs: patienceMs, ...more });
  return {
    clock,
    settled,
    address,
    drain,
    impatient() {
      patienceMs = 400;
    },
    pass(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    /** Files orders and payments `REF1…REFn`, each for the reseller's own sheets. */
    async file(actor: Actor, references: string[], more: Partial<NewRow> = {}) {
      const at = await clock();
      return t.db.transaction(async (tx) => {
        const rows: NewRow[] = [];
        for (const book of ['orders', 'payments'] as const) {
          const sheetId = await saveSheet(tx, actor, book, fake[book], at);
          for (const reference of references)
            rows.push({
              ...{ resellerId: actor.resellerId, book, sheetId, reference, number: '845123456' },
              ...{ value: book === 'orders' ? '100' : '12.5', chat: '1203@g.us' },
              message: `Pacote automatico: ${reference}`,
              ...{ subscriptionId: null, slotId: null },
              ...more,
            });
        }
        return fileRows(tx, rows, at);
      });
    },
    /** Drains both books again and again while hours pass, until nothing is open. Answers how many rounds it took. */
    async settle(stepMs = 11 * 3_600_000, rounds = 12): Promise<number> {
      for (let round = 1; round <= rounds; round++) {
        await Promise.all([drain('orders'), drain('payments')]);
        const open = await t.db.select({ state: sheetRows.state }).from(sheetRows);
        if (open.every((row) => row.state === 'done' || row.state === 'review')) return round;
        now = new Date(now.getTime() + stepMs);
      }
      return rounds;
    },
    rowsOf: (actor: Actor) => t.db.select().from(sheetRows).where(eq(sheetRows.resellerId, actor.resellerId)),
  };
}
