import { closeDatabase } from '@/db/client';
import { addPackages } from './seed/packages/packages';
import { addReceipts } from './seed/packages/receipts';
import { openDataShop } from './seed/packages/shop';

/** A Mozambican reseller's ordinary day. May be killed and run again: it goes on. */
const now = new Date();
const shop = await openDataShop(now);
await addPackages(shop, now);
await addReceipts(shop, now);
await closeDatabase();
process.exit(0);
