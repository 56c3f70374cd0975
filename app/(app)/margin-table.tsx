import { Card } from '@/components/card';
import { DataTable } from '@/components/table';
import { type Currency, formatMoney } from '@/lib/money';
import { barHeights } from '@/lib/reports/rules';
import type { ServerSummary } from '@/lib/servers/queries';

const COLUMNS = [
  { key: 'server', header: 'Servidor', primary: true },
  { key: 'active', header: 'Ativos', align: 'right' as const },
  { key: 'cost', header: 'Custo', align: 'right' as const },
  { key: 'revenue', header: 'Receita', align: 'right' as const },
  { key: 'bar', header: 'Custo na receita', card: 'hidden' as const },
  { key: 'margin', header: 'Margem', align: 'right' as const },
];
const WIDTH = 160;

/** A month of each server: what it costs, what its active clients bring, what is left. */
export function MarginTable({ servers, currency }: { servers: ServerSummary[]; currency: Currency }) {
  const money = (cents: number) => formatMoney({ cents, currency });
  const top = Math.max(...servers.flatMap((s) => [s.costCents, s.revenueCents]));
  return (
    <Card title="Custo e margem por servidor" flush>
      <DataTable
        bare
        caption="Por mês, com os clientes ativos de agora"
        columns={COLUMNS}
        rows={servers.map((s) => ({
          id: s.id,
          cells: {
            server: s.name,
            active: s.activeClients,
            cost: money(s.costCents),
            revenue: money(s.revenueCents),
            bar: <Bar cost={s.costCents} revenue={s.revenueCents} top={top} />,
            margin: (
              <span className={s.margin.cents < 0 ? 'text-danger' : undefined}>
                {money(s.margin.cents)}
                <span className="ml-2 inline-block min-w-10 text-faint">
                  {s.margin.percent === null ? '—' : `${s.margin.percent}%`}
                </span>
              </span>
            ),
          },
        }))}
      />
      <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-faint sm:px-5">
        Por mês: a receita soma o preço dos planos dos clientes ativos, em 30 dias.
      </p>
    </Card>
  );
}

/** Revenue as a long bar, cost as the dark part of it. The figures stand in the cells beside. */
function Bar({ cost, revenue, top }: { cost: number; revenue: number; top: number }) {
  const [c = 0, r = 0] = barHeights([cost, revenue, top], WIDTH);
  return (
    <svg viewBox={`0 0 ${WIDTH} 8`} aria-hidden="true" className="h-2 w-full max-w-40">
      <rect width={WIDTH} height="8" rx="4" className="fill-sunken" />
      <rect width={r} height="8" rx="4" className="fill-accent/35" />
      <rect width={c} height="8" rx="4" className={cost > revenue ? 'fill-danger' : 'fill-accent'} />
    </svg>
  );
}
