'use client';
import { type ReactNode, useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { type Column, DataTable } from '@/components/table';
import type { Choice, ListFilters } from '@/lib/clients/list/queries';
import { BulkBar } from './bulk-bar';
import { exportAddress, type ListRow } from './shown';

type Props = {
  /** Search and filters; they stay mounted whatever they find, so that typing is never cut off. */
  search: ReactNode;
  /** What stands there when nothing was found. */
  empty: ReactNode;
  rows: ListRow[];
  /** What found these rows: all that they find can be chosen, beyond this page. */
  filters: ListFilters;
  plans: { id: string; name: string; server: string }[];
  works: boolean;
  exports: boolean;
};

const COLUMNS: Column[] = [
  { key: 'name', header: 'Nome', primary: true },
  { key: 'phone', header: 'WhatsApp', card: 'full' },
  { key: 'username', header: 'Usuário', card: 'hidden' },
  { key: 'plan', header: 'Plano', card: 'left' },
  { key: 'state', header: 'Situação', card: 'corner' },
  { key: 'expires', header: 'Vencimento', align: 'right', card: 'right' },
];
const linkLook =
  'inline-flex h-11 items-center rounded-control px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink sm:h-8 sm:text-[0.8125rem]';
const TONE = { neutral: 'text-faint', warning: 'text-warning', danger: 'text-danger' };

/** The page of clients; choosing several is a mode, so that the checkboxes are there only when wanted. */
export function ClientList({ search, empty, rows, filters, plans, works, exports }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string> | null>(null);
  // All of the filter, as it was when they were chosen: under another one nobody is.
  const [all, setAll] = useState<{ of: string; count: number } | null>(null);
  const of = JSON.stringify(filters);
  const whole = ticked && all?.of === of ? all : null;
  const here = rows.filter((r) => ticked?.has(r.id)).map((r) => r.id);
  const toggle = (id: string) => {
    setAll(null);
    setTicked((old) => {
      // Leaving one out of all leaves the others of this page.
      const next = new Set(whole ? rows.map((r) => r.id) : old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  const choice: Choice = whole ? { filters } : { ids: here };
  const end = () => {
    setTicked(null);
    setAll(null);
  };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 items-center gap-2 max-sm:basis-full">{search}</div>
        {rows.length > 0 && (
          <div className="flex items-center gap-1 max-sm:-mx-3">
            {exports && !ticked && (
              // A plain link: the answer is a file, not a page.
              <a href={exportAddress({ filters })} download className={linkLook}>
                Exportar CSV
              </a>
            )}
            {works && (
              <Button size="sm" variant="ghost" onClick={() => (ticked ? end() : setTicked(new Set()))}>
                {ticked ? 'Sair da seleção' : 'Selecionar vários'}
              </Button>
            )}
          </div>
        )}
      </div>
      {rows.length === 0 && empty}
      {rows.length > 0 && (
        <DataTable
          caption="Clientes, o vencimento mais próximo primeiro"
          columns={COLUMNS}
          pick={ticked && <span className="sr-only">Escolher</span>}
          rows={rows.map((row) => ({
            id: row.id,
            href: `/clients/${row.id}`,
            pick: ticked && tick(row, whole !== null || ticked.has(row.id), toggle),
            cells: cellsOf(row),
          }))}
        />
      )}
      {ticked && rows.length > 0 && (
        <BulkBar
          choice={choice}
          count={whole?.count ?? here.length}
          whole={whole !== null}
          shown={rows.length}
          filters={filters}
          plans={plans}
          exports={exports}
          onPage={() => {
            setAll(null);
            setTicked(new Set(rows.map((r) => r.id)));
          }}
          onAll={(count) => setAll({ of, count })}
        />
      )}
    </>
  );
}

const cellsOf = (row: ListRow) => ({
  name: row.name,
  phone: row.phone && <span className="tabular whitespace-nowrap">{row.phone}</span>,
  username: (
    <span
      className="tabular block max-sm:break-all sm:max-w-52 sm:truncate"
      title={row.username ?? undefined}
    >
      {row.username}
    </span>
  ),
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

const tick = (row: ListRow, checked: boolean, toggle: (id: string) => void) => (
  <label className="inline-grid size-11 cursor-pointer place-items-center sm:-m-2 sm:size-8">
    <span className="sr-only">Escolher {row.name}</span>
    <input
      type="checkbox"
      checked={checked}
      onChange={() => toggle(row.id)}
      className="size-5 accent-accent sm:size-4"
    />
  </label>
);
