import { drivenAfter } from '@/app/driven-after';
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
  const body = await textOf(request);
  if (body === null) return new Response(null, { status: 413 });
  const query = new URL(request.url).searchParams;
  const delivery = {
    signature: request.headers.get('x-signature'),
    requestId: request.headers.get('x-request-id'),
    dataId: query.get('data.id'),
    type: query.get('type'),
    body,
  };
  const status = await drivenAfter(() => receiveNotice(key, delivery, new Date()));
  return Response.json({ received: status === 200 }, { status, headers: { 'cache-control': 'no-store' } });
}

/** The body as it came, never more than the limit in memory; null when it is longer. */
async function textOf(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MOST_BYTES) {
      await reader?.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
