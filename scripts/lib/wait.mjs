import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until an address answers any HTTP status under `below`; false when it did not in time. */
export async function answers(url, { below = 500, patienceMs = 90_000, still = () => true } = {}) {
  for (const until = Date.now() + patienceMs; Date.now() < until && still(); await sleep(150)) {
    const status = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 599,
    );
    if (status < below) return true;
  }
  return false;
}
