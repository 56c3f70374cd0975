import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { CLASS_WORDS, warningWords } from '@/lib/packages/imports/messages';
import type { Compared } from '@/lib/packages/imports/queries';
import { formatPhone } from '@/lib/phone';
import { formatDateTime } from '@/lib/time';

/** Each package of the file, with what is done, what is left and what is odd. */
export function Takeovers({ packages, zone }: { packages: Compared[]; zone: string }) {
  return (
    <DataTable
      caption="Pacotes do arquivo"
      columns={[
        { key: 'number', header: 'Número', primary: true },
        { key: 'class', header: 'Situação', card: 'corner' },
        { key: 'reference', header: 'Referência', card: 'left' },
        { key: 'start', header: 'Começou em', card: 'right' },
        { key: 'done', header: 'Renovações', align: 'right', card: 'left' },
        { key: 'next', header: 'Próxima', card: 'right' },
        { key: 'notes', header: 'Observações', card: 'full' },
      ]}
      rows={packages.map((p) => {
        const next = p.slots.find((slot) => slot.state === 'owed');
        return {
          id: p.reference,
          cells: {
            number: <span className="tabular">{formatPhone(p.number)}</span>,
            class: <Badge tone={CLASS_WORDS[p.class].tone}>{CLASS_WORDS[p.class].label}</Badge>,
            reference: <span className="font-mono text-sm">{p.reference}</span>,
            start: <span className="tabular">{formatDateTime(p.startAt, zone)}</span>,
            done: (
              <span className="tabular">
                {p.slots.filter((slot) => slot.state === 'delivered').length} de {p.days}
              </span>
            ),
            next: next ? (
              <span className="tabular">
                {next.reference} · {formatDateTime(next.dueAt, zone)}
              </span>
            ) : (
              'Encerrado'
            ),
            notes: p.warnings.length > 0 ? p.warnings.map(warningWords).join(' ') : null,
          },
        };
      })}
    />
  );
}
