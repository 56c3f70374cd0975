'use client';
import { type ReactNode, useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { type Column, DataTable } from '@/components/table';
import { BulkBar } from './bulk-bar';
import type { ListRow } from './shown';

type Props = {
  /** Search and filters; they stay mounted whatever they find, so that typing is never cut off. */
  search: ReactNode;
  /** What stands there when nothing was found. */
  empty: ReactNode;
  rows: ListRow[];
  plans: { id: string; name: string; serverId: string }[];
  works: boolean;
  exportHref: string | null;
};

const COLUMNS: Column[] = [
  { key: 'name', header: 'Nome', primary: true },
  { key: 'phone', header: 'WhatsApp', card: 'full' },
  { key: 'username', header: 'Usuário', card: 'hidden' },
  { key: 'plan', header: 'Plano', card: 'left' },
  { key: 'state', header: 'Situação', card: 'corner' },
  { key: 'expires', header: 'Vencimento', align: 'right', card: 'right' },
];
const CHOOSE: Column = { key: 'choose', header: 'Escolher' };
const linkLook =
  'inline-flex h-11 items-center rounded-control px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink sm:h-8 sm:text-[0.8125rem]';
const TONE = { neutral: 'text-faint', warning: 'text-warning', danger: 'text-danger' };

/** The page of clients; choosing several is a mode, so that the checkboxes are there only when wanted. */
export function ClientList({ search, empty, rows, plans, works, exportHref }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const toggle = (id: string) =>
    setChosen((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 items-center gap-2 max-sm:basis-full">{search}</div>
        {rows.length > 0 && (
          <div className="flex items-center gap-1 max-sm:-mx-3">
            {exportHref && (
              // A plain link: the answer is a file, not a page.
              <a href={exportHref} download className={linkLook}>
                Exportar CSV
              </a>
            )}
            {works && (
              <Button size="sm" variant="ghost" onClick={() => setChosen(chosen ? null : new Set())}>
                {chosen ? 'Sair da seleção' : 'Selecionar vários'}
              </Button>
            )}
          </div>
        )}
      </div>
      {rows.length === 0 && empty}
      {chosen && rows.length > 0 && (
        <BulkBar
          rows={rows.filter((r) => chosen.has(r.id))}
          plans={plans}
          onAll={() => setChosen(new Set(rows.map((r) => r.id)))}
          onDone={() => setChosen(null)}
        />
      )}
      {rows.length > 0 && (
        <DataTable
          caption="Clientes, o vencimento mais próximo primeiro"
          columns={chosen ? [CHOOSE, ...COLUMNS] : COLUMNS}
          rows={rows.map((row) => ({
            id: row.id,
            href: `/clients/${row.id}`,
            cells: { ...cellsOf(row), choose: chosen && choice(row, chosen.has(row.id), toggle) },
          }))}
        />
      )}
    </>
  );
}

const cellsOf = (row: ListRow) => ({
  name: row.name,
  phone: row.phone && <span className="tabular whitespace-nowrap">{row.phone}</span>,
  username: <span className="tabular break-all">{row.username}</span>,
  plan: (
    <span className="block min-w-0">
      {row.plan}
      <span className="block text-[0.8125rem] leading-5 text-faint">{row.server}</span>
    </span>
  ),
  state: (
    <span className="inline-flex flex-wrap gap-1 max-sm:justify-end">
      <Badge tone={row.state.tone}>{row.state.label}</Badge>
      {row.account && <Badge tone={row.account.tone}>{row.account.text}</Badge>}
    </span>
  ),
  expires: (
    <span className="block whitespace-nowrap">
      {row.expires}
      <span className={`block text-[0.8125rem] leading-5 ${TONE[row.left.tone]}`}>{row.left.words}</span>
    </span>
  ),
});

const choice = (row: ListRow, checked: boolean, toggle: (id: string) => void) => (
  <label className="-my-2 inline-grid size-11 place-items-center sm:size-9">
    <span className="sr-only">Escolher {row.name}</span>
    <input
      type="checkbox"
      checked={checked}
      onChange={() => toggle(row.id)}
      className="size-5 accent-accent sm:size-4"
    />
  </label>
);
