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
        { key: 'done', header: 'Renovações', align: 'right', card: 'right' },
        { key: 'start', header: 'Começou em' },
        { key: 'next', header: 'Próxima' },
        { key: 'notes', header: 'Observações', card: 'full' },
      ]}
      rows={packages.map((p) => {
        const next = p.slots.find((slot) => slot.state === 'owed');
        return {
          id: p.reference,
          cells: {
            number: <span className="tabular whitespace-nowrap">{formatPhone(p.number)}</span>,
            class: <Badge tone={CLASS_WORDS[p.class].tone}>{CLASS_WORDS[p.class].label}</Badge>,
            reference: <span className="font-mono text-sm wrap-anywhere">{p.reference}</span>,
            start: <span className="tabular whitespace-nowrap">{formatDateTime(p.startAt, zone)}</span>,
            done: (
              <span className="tabular whitespace-nowrap">
                {p.slots.filter((slot) => slot.state === 'delivered').length} de {p.days}
              </span>
            ),
            next: next ? (
              <span className="tabular inline-flex flex-wrap gap-x-2 max-sm:justify-end">
                <span className="wrap-anywhere">{next.reference}</span>
                <span className="whitespace-nowrap">{formatDateTime(next.dueAt, zone)}</span>
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
