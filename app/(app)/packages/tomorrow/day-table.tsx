import { Card } from '@/components/card';
import { type Column, DataTable } from '@/components/table';
import type { Actor } from '@/lib/auth/rules';
import { formatCount, moneyColumn } from '@/lib/money';
import type { Sum } from '@/lib/packages/tomorrow/rules';

type Props = { title: string; head: string; rows: ({ name: string } & Sum)[]; actor: Actor };

/** Renewals, MB and value under one heading. */
export function DayTable({ title, head, rows, actor }: Props) {
  const { currency, locale } = actor.reseller;
  const money = moneyColumn(
    rows.map((row) => row.cents),
    currency,
    locale,
  );
  const late = rows.some((row) => row.late > 0);
  const columns: Column[] = [
    { key: 'name', header: head, primary: true },
    { key: 'n', header: 'Renovações', align: 'right', card: 'corner' },
    { key: 'mb', header: 'MB', align: 'right', card: 'left' },
    { key: 'value', header: 'Valor', align: 'right', card: 'right' },
    ...(late ? [{ key: 'late', header: 'Fora da hora', align: 'right' } as const] : []),
  ];
  return (
    <Card title={title} flush>
      <DataTable
        bare
        caption={title}
        columns={columns}
        rows={rows.map((row) => ({
          id: row.name,
          cells: {
            name: (
              <span className={head === 'Hora' ? 'tabular whitespace-nowrap' : undefined}>{row.name}</span>
            ),
            n: (
              <>
                {row.n}
                <span className="sm:hidden"> {row.n === 1 ? 'renovação' : 'renovações'}</span>
              </>
            ),
            mb: (
              <>
                {formatCount(row.mb, locale)}
                <span className="sm:hidden"> MB</span>
              </>
            ),
            value: money(row.cents),
            late: row.late > 0 ? <span className="text-warning">{row.late}</span> : null,
          },
        }))}
      />
    </Card>
  );
}
