import { expect, test } from 'vitest';
import { MINUTE_MS } from '@/lib/time';
import { FakeWorld, Killed } from './fake-world';
import { driveRenewal } from './jobs';

const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 2000);
const QUIET_MS = 15 * MINUTE_MS;

/** mulberry32: small, seeded, good enough for weather. */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Storm = { minutes: number; calmAfter: number; each?: (minute: number, world: FakeWorld) => void };

/** Two payments of one customer, three overlapping callers a minute, an hour of faults, then calm. */
async function play(seed: number, storm: Storm = { minutes: 180, calmAfter: 60 }) {
  const world = new FakeWorld(seeded(seed));
  for (let i = 0; i <= seed % 2; i++) world.addIntent(`i${i}`);
  const errors: unknown[] = [];
  const call = async () => {
    for (const row of world.rows) {
      const claimed = world.claim(row.id);
      if (claimed)
        await driveRenewal(claimed, world.world(QUIET_MS)).catch(
          (e) => e instanceof Killed || errors.push(e),
        );
    }
  };
  const start = world.nowMs;
  for (let t = 0; t < storm.minutes; t++) {
    if (t === storm.calmAfter) world.faults = false;
    storm.each?.(t, world);
    for (let caller = 0; caller < 3; caller++) void world.sleep(caller * 700).then(call);
    await world.run(start + (t + 1) * MINUTE_MS);
  }
  return { world, errors };
}

test(`${SEEDS} seeded storms: no double, none silently lost, everything ends proved or with a person`, async () => {
  const endings = { verified: 0, review: 0, behindReview: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { world, errors } = await play(seed);
    expect(errors, `seed ${seed}`).toEqual([]);
    const states = world.rows.map((r) => r.state);
    const verified = states.filter((s) => s === 'verified').length;
    const inReview = states.filter((s) => s === 'review').length;
    expect(world.ledger.length, `doubled, seed ${seed}`).toBeLessThanOrEqual(verified + inReview);
    expect(world.ledger.length, `said renewed but was not, seed ${seed}`).toBeGreaterThanOrEqual(verified);
    const firstOpen = states.findIndex((s) => s !== 'verified');
    const stuck = states.filter(
      (s, i) => !['verified', 'review'].includes(s) && states[firstOpen] !== 'review' && i >= 0,
    );
    expect(stuck, `without an end, seed ${seed}: ${states}`).toEqual([]);
    endings.verified += verified;
    endings.review += inReview;
    endings.behindReview += states.length - verified - inReview;
  }
  // The storm must really have been one, and must not push everything onto people.
  expect(endings.verified).toBeGreaterThan(SEEDS);
  expect(endings.review).toBeGreaterThan(0);
  expect(endings.review / (endings.verified + endings.review)).toBeLessThan(0.1);
}, 120_000);

/**
 * A backup is taken in the storm and comes back up to an hour later; a payment of that hour is lost with it
 * and made again by a person. The panel remembers what the rows do not.
 */
async function playRestored(seed: number) {
  const random = seeded(seed * 7919);
  const takenAt = 1 + Math.floor(random() * 40);
  const lostAt = takenAt + Math.floor(random() * 60);
  const backAt = lostAt + 1 + Math.floor(random() * 20);
  const paidAgainAt = backAt + Math.floor(random() * 30);
  let kept: ReturnType<FakeWorld['backup']> | undefined;
  return play(seed, {
    minutes: 300,
    calmAfter: 120,
    each(minute, world) {
      if (minute === takenAt) kept = world.backup();
      if (minute === lostAt) world.addIntent('lost');
      if (minute === backAt && kept) world.restore(kept, QUIET_MS);
      if (minute === paidAgainAt) world.addIntent('again');
    },
  });
}

test(`${SEEDS} storms with a restored backup: no payment is renewed twice, whatever the lost hour sent`, async () => {
  const endings = { verified: 0, review: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { world, errors } = await playRestored(seed);
    expect(errors, `seed ${seed}`).toEqual([]);
    const states = world.rows.map((r) => r.state);
    const verified = states.filter((s) => s === 'verified').length;
    expect(world.ledger.length, `doubled, seed ${seed}: ${states}`).toBeLessThanOrEqual(world.rows.length);
    expect(world.ledger.length, `said renewed but was not, seed ${seed}`).toBeGreaterThanOrEqual(verified);
    const firstOpen = states.find((s) => s !== 'verified');
    expect([undefined, 'review'], `without an end, seed ${seed}: ${states}`).toContain(firstOpen);
    endings.verified += verified;
    endings.review += states.filter((s) => s === 'review').length;
  }
  // Some must have been sent in the lost hour, and some must go through without a person.
  expect(endings.review).toBeGreaterThan(SEEDS / 10);
  expect(endings.verified).toBeGreaterThan(SEEDS / 2);
}, 240_000);
