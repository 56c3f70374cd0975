import { apiGate } from '@/lib/auth/gates';
import { recordExport } from '@/lib/clients/export/commands';
import { exportClients } from '@/lib/clients/export/queries';
import { choiceSchema, filtersSchema } from '@/lib/clients/schema';
import { dayOf } from '@/lib/time';

/** The filtered clients, or those ticked, as a file; for the owner only. */
export async function GET(request: Request): Promise<Response> {
  const actor = await apiGate(request, 'owner');
  if (actor instanceof Response) return actor;
  const { ids, ...query } = Object.fromEntries(new URL(request.url).searchParams);
  const asked = choiceSchema.safeParse({ ids: ids?.split(',') });
  if (ids !== undefined && !asked.success) return new Response(null, { status: 400 });
  const { after: _, before: __, ...filters } = filtersSchema.parse(query);
  const now = new Date();
  const { timezone } = actor.reseller;
  const wanted = asked.data ?? { filters };
  await recordExport(actor, wanted, now);
  const lines = exportClients(actor.resellerId, wanted, now, timezone);
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
