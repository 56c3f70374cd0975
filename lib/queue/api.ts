import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { type ConstructorOptions, fromDrizzle, PgBoss } from 'pg-boss';
import postgres from 'postgres';
import { database, type Executor } from '@/db/client';
import { log } from '@/lib/log';

/**
 * Wake-ups. A job only says *look at row X now*; the row says what is owed. A lost or doubled job harms
 * nothing, because the tick finds due rows and the row's state decides.
 */
export const QUEUES = [
  'renewal',
  'account',
  'message',
  'bulk',
  'inbound',
  'charge',
  'audit',
  'sync',
  'nudge',
  'package',
  'sheet',
  'receipt',
] as const;
export type Queue = (typeof QUEUES)[number];
export type WakeUp = { id: string };

/** `group` is what a limit applies to: the panel's server, or the gateway. */
export type Wake = { queue: Queue; id: string; group: string; at: Date };

/** What one act made due, and what of it is still running: for a host on which no worker answers wake-ups. */
export type Backlog = { wakes: Wake[]; running: Promise<unknown>[] };

const kept = globalThis as typeof globalThis & {
  ultragestorQueue?: Promise<PgBoss>;
  // One for all bundles of the process: who collects and who wakes may be in different ones.
  ultragestorBacklog?: AsyncLocalStorage<Backlog>;
};
kept.ultragestorBacklog ??= new AsyncLocalStorage();
const backlog = kept.ultragestorBacklog;

/** Runs `act` and notes in `into` every wake-up that it sets. One of a transaction that fails finds nothing due. */
export const collecting = <T>(into: Backlog, act: () => Promise<T>): Promise<T> => backlog.run(into, act);

/** Work that outlives the answer: a host that stops between requests must wait for it. */
export const goesOn = (work: Promise<unknown>): void => {
  backlog.getStore()?.running.push(work);
};

/** Adds a wake-up in the caller's transaction: it exists exactly when the row's change does. */
export async function wake(tx: Executor, { queue, id, group, at }: Wake): Promise<void> {
  backlog.getStore()?.wakes.push({ queue, id, group, at });
  const boss = await sender();
  await boss.send(queue, { id } satisfies WakeUp, {
    db: fromDrizzle(tx, sql),
    startAfter: at,
    group: { id: group },
    retryLimit: 0,
  });
}

/** Many wake-ups of one queue, in one statement. */
export async function wakeAll(tx: Executor, queue: Queue, wakes: Omit<Wake, 'queue'>[]): Promise<void> {
  backlog.getStore()?.wakes.push(...wakes.map((one) => ({ ...one, queue })));
  const boss = await sender();
  const jobs = wakes.map(({ id, group, at }) => ({
    data: { id } satisfies WakeUp,
    startAfter: at,
    group: { id: group },
    retryLimit: 0,
  }));
  await boss.insert(queue, jobs, { db: fromDrizzle(tx, sql) });
}

/**
 * This process's sending half: no maintenance, no schedules, so that it may live inside Next. It has its own
 * connections: looking a queue up over the pool would wait for the very transactions that wait for it.
 */
function sender(): Promise<PgBoss> {
  kept.ultragestorQueue ??= open({
    db: plain(process.env.DATABASE_URL ?? '', 2),
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
  });
  return kept.ultragestorQueue;
}

/** The worker's half: also keeps the queue tables tidy. Stop it with `.stop()`. */
export const worker = (): Promise<PgBoss> =>
  open({
    db: plain(process.env.DATABASE_URL ?? '', 4),
    supervise: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    schedule: false,
    migrate: false,
  });

/**
 * A killed worker's jobs stop counting against their panel's limit after 20 s without a heartbeat. They are
 * not retried: the lease of the row, and the wake-up set for its end, are what recovers the work.
 */
const QUEUE = {
  heartbeatSeconds: 20,
  expireInSeconds: 600,
  deleteAfterSeconds: 3600,
  retentionSeconds: 604_800,
};

/** Creates the queue's own tables; part of migrating the database. */
export async function installQueues(url: string): Promise<void> {
  const db = plain(url, 1);
  const boss = await open({ db, supervise: false, schedule: false, migrate: true });
  try {
    for (const name of QUEUES) {
      await boss.createQueue(name, QUEUE);
      await boss.updateQueue(name, QUEUE);
    }
  } finally {
    await boss.stop({ graceful: false });
    await db.end();
  }
}

/**
 * Connections of the queue's own. pg-boss hands over Dates, which a client that drizzle wrapped no longer
 * takes, and keeps itself tidy with many statements in one text, a transaction among them: only the simple
 * protocol takes those, on a connection that is nobody else's meanwhile.
 */
function plain(url: string, max: number) {
  const client = postgres(url, { max, prepare: false, onnotice: () => {} });
  const script = async (text: string) => {
    const own = await client.reserve();
    try {
      // The rows of every statement, one after the other.
      return (await own.unsafe(text).simple()).flat();
    } finally {
      own.release();
    }
  };
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({
      rows: await (values.length > 0 ? client.unsafe(text, values as never[]) : script(text)),
    }),
    end: () => client.end({ timeout: 5 }),
  };
}

/** Jobs waiting and jobs that failed, for the health page. */
export async function queueSizes(): Promise<{ ready: number; failed: number }> {
  const rows = await database().execute<{ ready: number; failed: number }>(sql`
    select count(*) filter (where state < 'active' and start_after <= now())::int as ready,
           count(*) filter (where state = 'failed')::int as failed from pgboss.job`);
  return rows[0] ?? { ready: 0, failed: 0 };
}

type Options = ConstructorOptions & Required<Pick<ConstructorOptions, 'db'>>;

async function open(options: Options): Promise<PgBoss> {
  const boss = new PgBoss({ schema: 'pgboss', ...options });
  boss.on('error', (err) => log.error({ err }, 'queue'));
  await boss.start();
  return boss;
}
