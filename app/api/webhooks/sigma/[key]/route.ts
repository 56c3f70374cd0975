import { drivenAfter } from '@/app/driven-after';
import { limitedBody } from '@/app/limited-body';
import { ownerOfNudge, takeNudge } from '@/lib/sync/nudges/jobs';

/** What a nudge makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

const MOST_BYTES = 256 * 1024;

/**
 * A nudge from a panel. Its lock is the key in the address. Whatever the body is, the answer is the same; the clients
 * whom it names are read from the panel soon, and only that reading counts.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  const now = new Date();
  const owner = await ownerOfNudge(key, now);
  if (owner === null || owner === 'refused') return answer(owner === null ? 404 : 429);
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return answer(413);
  const contentType = request.headers.get('content-type') ?? '';
  await drivenAfter(() => takeNudge(owner, { contentType, body: body.toString('utf8') }, now));
  return answer(200);
}

const answer = (status: number) =>
  Response.json({ received: status === 200 }, { status, headers: { 'cache-control': 'no-store' } });
