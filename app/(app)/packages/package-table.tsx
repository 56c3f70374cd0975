import { Badge } from '@/components/badge';
import { type Column, DataTable } from '@/components/table';
import { Dots } from './dots';
import type { ShownPackage } from './shown';

const COLUMNS: Column[] = [
  { key: 'number', header: 'Número', primary: true },
  { key: 'reference', header: 'Referência', card: 'full' },
  { key: 'group', header: 'Grupo', card: 'hidden' },
  { key: 'progress', header: 'Renovações e tipo', card: 'left' },
  { key: 'expires', header: 'Expira', align: 'right', card: 'right' },
  { key: 'next', header: 'Próxima', align: 'right' },
  { key: 'state', header: 'Situação', card: 'corner' },
];

/** A page of packages: a table on a desk, cards on a phone. */
export const PackageTable = ({ rows, caption }: { rows: ShownPackage[]; caption: string }) => (
  <DataTable
    caption={caption}
    columns={COLUMNS}
    rows={rows.map((row) => ({ id: row.id, href: `/packages/${row.id}`, cells: cellsOf(row) }))}
  />
);

const cellsOf = (row: ShownPackage) => ({
  number: <span className="tabular whitespace-nowrap">{row.number}</span>,
  reference: (
    <>
      <span className="tabular whitespace-nowrap">{row.reference}</span>
      {row.group && <span className="text-faint sm:hidden"> · {row.group}</span>}
    </>
  ),
  group: row.group && <span className="block max-w-40 truncate">{row.group}</span>,
  progress: (
    <span className="grid gap-1">
      <span className="tabular whitespace-nowrap text-ink">
        {row.done}/{row.total} <span className="text-faint">· {row.type}</span>
      </span>
      <Dots views={row.views} />
    </span>
  ),
  expires: row.expires && (
    <span className="tabular block whitespace-nowrap">
      <span className="text-faint sm:hidden">até </span>
      {row.expires.at}
      <Hint>{row.expires.hint}</Hint>
    </span>
  ),
  next: row.next && (
    <span className="tabular block sm:whitespace-nowrap">
      {row.next.at}
      <span className="text-faint sm:hidden"> · {row.next.hint}</span>
      <span className="max-sm:hidden">
        <Hint>{row.next.hint}</Hint>
      </span>
    </span>
  ),
  state: (
    <span className="inline-flex flex-wrap gap-1 max-sm:max-w-40 max-sm:justify-end">
      <Badge tone={row.state.tone}>{row.state.label}</Badge>
      {row.notes.map((note) => (
        <Badge key={note.words} tone={note.tone}>
          {note.words}
        </Badge>
      ))}
    </span>
  ),
});

const Hint = ({ children }: { children: string }) => (
  <span className="block text-[0.8125rem] leading-5 text-faint">{children}</span>
);
