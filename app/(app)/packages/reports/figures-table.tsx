import { Card } from '@/components/card';
import { type Column, DataTable } from '@/components/table';
import type { Actor } from '@/lib/auth/rules';
import { formatCount, moneyColumn } from '@/lib/money';
import type { Figures } from '@/lib/packages/reports/rules';

type Props = { title: 'Por tipo' | 'Por grupo'; rows: (Figures & { name: string | null })[]; actor: Actor };

const COLUMNS: Column[] = [
  { key: 'name', header: '', primary: true },
  { key: 'sold', header: 'Vendidos', align: 'right', card: 'corner' },
  { key: 'soldValue', header: 'Valor vendido', align: 'right' },
  { key: 'delivered', header: 'Entregues', align: 'right' },
  { key: 'late', header: 'Com atraso', align: 'right' },
  { key: 'skipped', header: 'Puladas', align: 'right' },
  { key: 'open', header: 'A fazer', align: 'right' },
  { key: 'mb', header: 'MB renovados', align: 'right' },
  { key: 'value', header: 'Valor renovado', align: 'right' },
];

/** The month's figures under one heading. */
export function FiguresTable({ title, rows, actor }: Props) {
  const { currency, locale } = actor.reseller;
  const column = (of: 'soldCents' | 'renewedCents') =>
    moneyColumn(
      rows.map((row) => row[of]),
      currency,
      locale,
    );
  const [sold, renewed] = [column('soldCents'), column('renewedCents')];
  const head = title === 'Por tipo' ? 'Tipo' : 'Onde';
  return (
    <Card title={title} flush>
      <DataTable
        bare
        caption={title}
        columns={COLUMNS.map((c) => (c.primary ? { ...c, header: head } : c))}
        rows={rows.map((row) => ({
          id: row.name ?? '',
          cells: {
            name: row.name ?? 'Sem grupo',
            sold: (
              <>
                {row.automatic + row.manual}
                <span className="sm:hidden">
                  {' '}
                  {row.automatic + row.manual === 1 ? 'vendido' : 'vendidos'}
                </span>
              </>
            ),
            soldValue: sold(row.soldCents),
            delivered: row.delivered,
            late: row.late,
            skipped: row.skipped,
            open: row.open,
            mb: formatCount(row.renewedMb, locale),
            value: renewed(row.renewedCents),
          },
        }))}
      />
    </Card>
  );
}
