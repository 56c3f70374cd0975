import { migrateDatabase } from '@/db/migrate';
import { installQueues } from '@/lib/queue/api';

/** Brings a database to the present: the product's tables, then the queue's. */
export async function migrateEverything(url: string): Promise<void> {
  await migrateDatabase(url);
  await installQueues(url);
}
