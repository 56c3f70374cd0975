import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { type TestDatabase, testDatabase } from './test-database';
import { addDebtor, openShop, type Shop } from './test-shop';

// An import is read anew at each use: these are always those of the test that runs.
export let t: TestDatabase;
export let panel: FakePanel;
export let ana: Actor;
export let shop: Shop;
/** Ours and the panel's. It stands until it is told to go on. */
export let now: Date;
export const clock = async () => now;
export const goTo = (moment: Date) => {
  now = moment;
};
export const pass = (ms: number) => goTo(new Date(now.getTime() + ms));
export const debtor = () => addDebtor(t, ana, shop, panel, now);

/**
 * For the top of a test file: one database and one fake panel for all its tests; before each of them
 * the clock is back at `start`, the panel behaves as new, and Ana has a shop of her own on it.
 */
export function setStage(start: Date): void {
  beforeAll(async () => {
    panel = await startFakePanel({ now: () => now });
    process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
    t = await testDatabase();
  });
  afterAll(async () => {
    await panel.close();
    await t.drop();
  });
  beforeEach(async () => {
    goTo(start);
    panel.control.reset();
    ana = await t.reseller();
    shop = await openShop(ana, panel, now);
  });
}
