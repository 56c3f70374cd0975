import { lastTickAt } from '@/lib/jobs/queries';
import { log } from '@/lib/log';
import { queueSizes } from '@/lib/queue/api';

export const dynamic = 'force-dynamic';

/** Whether the product can work: 503 when the database is away. */
export async function GET(): Promise<Response> {
  try {
    const [tick, queue] = await Promise.all([lastTickAt(), queueSizes()]);
    return answer(200, { status: 'ok', database: 'ok', lastTickAt: tick, queue });
  } catch (err) {
    log.error({ err }, 'health');
    return answer(503, { status: 'down', database: 'away', lastTickAt: null, queue: null });
  }
}

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
