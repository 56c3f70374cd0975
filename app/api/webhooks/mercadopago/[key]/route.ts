import { drivenAfter } from '@/app/driven-after';
import { limitedBody } from '@/app/limited-body';
import { receiveNotice } from '@/lib/mercadopago/inbound/jobs';

/** What the notice makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

const MOST_BYTES = 64 * 1024;

/** Mercado Pago's notices. Its lock is the signature; the answer comes before any work is done. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const query = new URL(request.url).searchParams;
  const delivery = {
    signature: request.headers.get('x-signature'),
    requestId: request.headers.get('x-request-id'),
    dataId: query.get('data.id'),
    type: query.get('type'),
    body: body.toString('utf8'),
  };
  const status = await drivenAfter(() => receiveNotice(key, delivery, new Date()));
  return Response.json({ received: status === 200 }, { status, headers: { 'cache-control': 'no-store' } });
}
