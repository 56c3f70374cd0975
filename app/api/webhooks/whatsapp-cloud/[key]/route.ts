import { drivenAfter } from '@/app/driven-after';
import { limitedBody } from '@/app/limited-body';
import { greetCloud, receiveCloud } from '@/lib/inbound/jobs';

/** What a message makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

const MOST_BYTES = 3 * 1024 * 1024;
const NOT_KEPT = { 'cache-control': 'no-store' };

type Props = { params: Promise<{ key: string }> };

/** Meta's handshake: the challenge as plain text for whoever knows the key, else 403. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { key } = await params;
  const challenge = await greetCloud(key, new URL(request.url).searchParams, new Date());
  return challenge === null
    ? new Response(null, { status: 403, headers: NOT_KEPT })
    : new Response(challenge, { headers: { ...NOT_KEPT, 'content-type': 'text/plain; charset=utf-8' } });
}

/** Meta's deliveries. Their lock is the signature over the bytes; the answer comes before any work is done. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const { key } = await params;
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const signature = request.headers.get('x-hub-signature-256');
  const status = await drivenAfter(() => receiveCloud(key, signature, body, new Date()));
  return Response.json({ received: status === 200 }, { status, headers: NOT_KEPT });
}
