import type { Socket } from 'node:net';
import type { Client } from 'undici';
import type { Resolver } from './dial';

/** The other side may be about to close a connection that has been idle longer. */
export const IDLE_MS = 1_000;

/** What a connection was dialled for; it serves nothing else. */
export type Place = { origin: string; allowListed: boolean; resolve: Resolver | undefined };
export type Connection = { socket: Socket; client: Client };
type Kept = Connection & { place: Place; since: number };

/**
 * Connections that stand between the calls of one job, for callers to whom a reset in doubt is no harm because
 * what they send has a key of its own. At most as many as the job has calls at once. Each goes to the address that was
 * checked when it was dialled; whoever opened the lines closes them.
 */
export class Lines {
  private kept: Kept[] = [];
  private closed = false;

  /** A connection to exactly this place that ended its last call cleanly a moment ago; it is the caller's now. */
  take(place: Place): Connection | null {
    const fresh = performance.now() - IDLE_MS;
    const [usable, stale] = [this.kept.filter((one) => isUsable(one, fresh)), this.kept];
    this.kept = usable;
    for (const one of stale) if (!usable.includes(one)) hangUp(one);
    const at = usable.findLastIndex((one) => isSamePlace(one.place, place));
    return at < 0 ? null : (usable.splice(at, 1)[0] ?? null);
  }

  /** Gives a connection back whose call ended cleanly. */
  keep(place: Place, connection: Connection): void {
    const one = { ...connection, place, since: performance.now() };
    if (this.closed || !isUsable(one, 0)) hangUp(one);
    else this.kept.push(one);
  }

  close(): void {
    this.closed = true;
    for (const one of this.kept.splice(0)) hangUp(one);
  }
}

/** Ends a connection at once. */
export function hangUp({ client, socket }: Connection): void {
  client.destroy().catch(() => {});
  socket.destroy();
}

const isUsable = ({ socket, since }: Kept, from: number) =>
  since > from && !socket.destroyed && socket.readable && socket.writable;

const isSamePlace = (one: Place, other: Place) =>
  one.origin === other.origin && one.allowListed === other.allowListed && one.resolve === other.resolve;
