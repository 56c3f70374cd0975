import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, resellerId } from './columns';
import { resellers } from './resellers';

/** What a person took off the board of *Entregas*, and why. It claims nothing to be delivered. */
export const dismissals = pgTable(
  'dismissals',
  {
    id: id(),
    resellerId: resellerId().references(() => resellers.id),
    /** Which table `row_id` is of. */
    kind: text('kind', { enum: ['renewal', 'account', 'sheet', 'message'] }).notNull(),
    rowId: uuid('row_id').notNull(),
    /** The state it was in. */
    was: text('was').notNull(),
    /** The row's `next_run_at` then: whatever sets the row going again ends the dismissal. */
    asOf: instant('as_of').notNull(),
    /** The reason, in the person's words. */
    because: text('because').notNull(),
    userName: text('user_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('dismissals_once').on(t.resellerId, t.kind, t.rowId),
    index('dismissals_list').on(t.resellerId, t.createdAt, t.id),
  ],
);
