import { drivenAfter } from '@/app/driven-after';
import { limitedBody } from '@/app/limited-body';
import { receiveEvolution } from '@/lib/inbound/jobs';

/** What a message makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

const MOST_BYTES = 3 * 1024 * 1024;

/** What Evolution's webhook tells. Its lock is the key in the address; the answer comes before any work is done. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const authorization = request.headers.get('authorization');
  const status = await drivenAfter(() => receiveEvolution(key, authorization, body, new Date()));
  return Response.json({ received: status === 200 }, { status, headers: { 'cache-control': 'no-store' } });
}
