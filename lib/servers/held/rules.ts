import { MINUTE_MS } from '@/lib/time';

/** What the pace of one call a second lets through: a renewal is up to three calls. */
const MOST_A_MINUTE = 20;

/**
 * When the n-th of what was held goes, from the panel's recovery on: 1 in the first minute, then 2, 4, 8, 16,
 * and 20 in each minute after that (renewal-protocol.md section 4). A panel that just came back is not
 * flooded, and one that falls again has seen only few: its circuit opens and the rest waits on.
 */
export function rampMs(turn: number): number {
  let [first, size, minute] = [0, 1, 0];
  while (turn >= first + size) {
    first += size;
    size = Math.min(2 * size, MOST_A_MINUTE);
    minute++;
  }
  return minute * MINUTE_MS + Math.floor(((turn - first) * MINUTE_MS) / size);
}
