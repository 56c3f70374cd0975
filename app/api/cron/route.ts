import { sameSecret } from '@/lib/crypto';
import { env } from '@/lib/env';
import { runDueWork } from '@/lib/jobs/jobs';
import { tasksFor } from '@/lib/jobs/rules';
import { limit } from '@/lib/limits/commands';

/** The platform's own limit; the run starts nothing new after 70 % of it. */
export const maxDuration = 300;

/** Does everything that is due and answers what was done. Only wrong secrets are rate-limited; never a redirect. */
async function tick(request: Request): Promise<Response> {
  const secret = env().CRON_SECRET;
  if (!secret) return answer(503, { message: 'CRON_SECRET is not set' });
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!sameSecret(given, secret)) {
    const allowed = await limit('cron', 'wrong-secret', { points: 10, seconds: 60 }, new Date());
    return answer(allowed.allowed ? 401 : 429, { message: 'wrong secret' });
  }
  const tasks = tasksFor(new URL(request.url).searchParams.get('only'));
  return tasks
    ? answer(200, await runDueWork('cron', tasks))
    : answer(400, { message: 'unknown name in only' });
}

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } });

export { tick as GET, tick as POST };
