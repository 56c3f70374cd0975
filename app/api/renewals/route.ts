import { z } from 'zod';
import { apiGate } from '@/lib/auth/gates';
import { renewalViews } from '@/lib/renewals/queries';

const query = z.array(z.uuid()).min(1).max(100);

/** The chips of some renewals, asked for again while something moves. Foreign ids are simply not there. */
export async function GET(request: Request): Promise<Response> {
  const actor = await apiGate(request);
  if (actor instanceof Response) return actor;
  const ids = query.safeParse(new URL(request.url).searchParams.get('ids')?.split(','));
  if (!ids.success) return Response.json({ message: 'ids: de 1 a 100 identificadores' }, { status: 400 });
  const views = await renewalViews(actor.resellerId, { ids: ids.data }, new Date(), actor.reseller.timezone);
  return Response.json(views, { headers: { 'cache-control': 'private, no-store' } });
}
