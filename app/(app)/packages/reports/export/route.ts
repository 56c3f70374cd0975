import { apiGate } from '@/lib/auth/gates';
import { recordReportExport } from '@/lib/packages/reports/commands';
import { reportCsv } from '@/lib/packages/reports/messages';
import { monthReport } from '@/lib/packages/reports/queries';
import { monthOf, spanOf } from '@/lib/packages/reports/rules';

/** The month's report as a file, per group and type; for the owner only. */
export async function GET(request: Request): Promise<Response> {
  const actor = await apiGate(request, 'owner');
  if (actor instanceof Response) return actor;
  const now = new Date();
  const { timezone } = actor.reseller;
  const month = monthOf(new URL(request.url).searchParams.get('month') ?? undefined, now, timezone);
  await recordReportExport(actor, month, now);
  const rows = await monthReport(actor.resellerId, spanOf(month, timezone));
  return new Response(reportCsv(rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="pacotes-${month}.csv"`,
      'cache-control': 'no-store',
    },
  });
}
