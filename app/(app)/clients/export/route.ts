import { apiGate } from '@/lib/auth/gates';
import { exportClients } from '@/lib/clients/export/queries';
import { filtersSchema } from '@/lib/clients/schema';
import { dayOf } from '@/lib/time';

/** The filtered clients as a file; for the owner only. */
export async function GET(request: Request): Promise<Response> {
  const actor = await apiGate(request, 'owner');
  if (actor instanceof Response) return actor;
  const filters = filtersSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const now = new Date();
  const { timezone } = actor.reseller;
  const lines = exportClients(actor.resellerId, filters, now, timezone);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="clientes-${dayOf(now, timezone)}.csv"`,
      'cache-control': 'no-store',
    },
  });
}
