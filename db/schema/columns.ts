import { sql } from 'drizzle-orm';
import { timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId, type ResellerId } from '../ids';

/** Every table's key: a UUIDv7, so that keys order by time. */
export const id = () => uuid('id').primaryKey().$defaultFn(newId);

/** The tenant of a row. Typed as the proof itself: whoever read the row may act for its reseller. */
export const resellerId = () => uuid('reseller_id').notNull().$type<ResellerId>();

/** An instant; never a wall-clock time. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const createdAt = () => instant('created_at').notNull().default(sql`now()`);
