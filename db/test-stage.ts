import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { type TestDatabase, testDatabase } from './test-database';
import { addDebtor, openShop, type Shop } from './test-shop';

// An import is read anew at each use: these are always those of the test that runs.
export let t: TestDatabase;
export let panel: FakePanel;
/** Nobody has a server on it yet. */
export let other: FakePanel;
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
 * For the top of a test file: one database and two fake panels for all its tests; before each of them
 * the clock is back at `start`, the panels behave as new, and Ana has a shop of her own on one.
 */
export function setStage(start: Date): void {
  beforeAll(async () => {
    panel = await startFakePanel({ now: () => now });
    other = await startFakePanel({ now: () => now, token: '2|outro-token' });
    process.env.PANEL_ALLOWED_PRIVATE_HOSTS = [panel, other].map(({ url }) => new URL(url).host).join();
    t = await testDatabase();
  });
  afterAll(async () => {
    await Promise.all([panel.close(), other.close()]);
    await t.drop();
  });
  beforeEach(async () => {
    goTo(start);
    for (const one of [panel, other]) one.control.reset();
    ana = await t.reseller();
    shop = await openShop(ana, panel, now);
  });
}
