import { Check, Clock, Smartphone } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import type { SettledRow } from '@/lib/sheets/commands';
import { BOOK_WORDS } from '@/lib/sheets/messages';
import { formatDateTime } from '@/lib/time';

/** The latest rows of the built-in books, open ones first. */
export function BookTable({ rows, zone, now }: { rows: SettledRow[]; zone: string; now: Date }) {
  return (
    <DataTable
      caption="Linhas do livro do UltraGestor"
      columns={[
        { key: 'reference', header: 'Referência', primary: true },
        { key: 'state', header: 'Situação', card: 'corner' },
        { key: 'book', header: 'Livro' },
        { key: 'row', header: 'Linha' },
        { key: 'at', header: 'Desde', align: 'right' },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        cells: {
          reference: row.reference,
          state: <PhoneState row={row} now={now} />,
          book: BOOK_WORDS[row.book],
          row: <span className="tabular">{`${row.value} · ${row.number}`}</span>,
          at: <span className="tabular">{formatDateTime(row.phoneAt ?? row.createdAt, zone)}</span>,
        },
      }))}
    />
  );
}

function PhoneState({ row, now }: { row: SettledRow; now: Date }) {
  if (row.phoneState === 'confirmed')
    return (
      <Badge tone="success" icon={Check}>
        Confirmada
      </Badge>
    );
  const leased = row.phoneState === 'leased' && row.phoneLeaseUntil !== null && row.phoneLeaseUntil > now;
  return leased ? (
    <Badge tone="info" icon={Smartphone}>
      Com o telefone
    </Badge>
  ) : (
    <Badge icon={Clock}>Esperando</Badge>
  );
}
