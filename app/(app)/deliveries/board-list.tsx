'use client';
import { Clock, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { type Column, DataTable } from '@/components/table';
import type { Kind } from '@/lib/board/rules';
import { RenewalChip } from '../renewal-chip';
import { RetryBar } from './retry-bar';
import type { ShownLine } from './shown';

const COLUMNS: Column[] = [
  { key: 'who', header: 'Cliente ou número', primary: true },
  { key: 'what', header: 'O que é', card: 'left' },
  { key: 'age', header: 'Espera há', card: 'right' },
  { key: 'state', header: 'Situação', card: 'full' },
  { key: 'why', header: 'O que houve', card: 'full' },
];

type Props = { lines: ShownLine[]; kind: Kind | null; works: boolean };

/** The board; choosing several is a mode, so that the checkboxes are there only when wanted. */
export function BoardList({ lines, kind, works }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string> | null>(null);
  const choosable = lines.filter((line) => line.needs && line.kind !== 'pix');
  const chosen = choosable.filter((line) => ticked?.has(line.id));
  const toggle = (id: string) =>
    setTicked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      {works && choosable.length > 0 && (
        <div className="mb-2 flex justify-end">
          <Button size="sm" variant="ghost" onClick={() => setTicked(ticked ? null : new Set())}>
            {ticked ? 'Sair da seleção' : 'Selecionar várias'}
          </Button>
        </div>
      )}
      {ticked && choosable.length > 0 && (
        <RetryBar
          chosen={chosen}
          kind={kind}
          onPage={() => setTicked(new Set(choosable.map((line) => line.id)))}
          onDone={() => setTicked(null)}
        />
      )}
      <DataTable
        caption="O que ainda não tem prova, o que precisa de você primeiro"
        columns={COLUMNS}
        pick={ticked && <span className="sr-only">Escolher</span>}
        rows={lines.map((line) => ({
          id: line.id,
          href: line.href,
          pick: ticked && choosable.includes(line) && tick(line, ticked.has(line.id), toggle),
          cells: cellsOf(line),
        }))}
      />
    </>
  );
}

const cellsOf = (line: ShownLine) => ({
  who: <span className="wrap-break-word">{line.who}</span>,
  what: (
    <span className="block min-w-0">
      {line.what}
      <span className="block text-[0.8125rem] leading-5 wrap-break-word text-faint">{line.where}</span>
    </span>
  ),
  age: line.overdue ? (
    <Badge tone="danger">{line.age}</Badge>
  ) : (
    <span className="tabular whitespace-nowrap">{line.age}</span>
  ),
  state: line.renewal?.moving ? (
    <RenewalChip initial={line.renewal} reasonBeside />
  ) : (
    <Badge tone={line.chip.tone} icon={line.needs ? TriangleAlert : Clock}>
      {line.chip.text}
    </Badge>
  ),
  why: line.why && <span className="block whitespace-normal text-muted sm:max-w-sm">{line.why}</span>,
});

const tick = (line: ShownLine, checked: boolean, toggle: (id: string) => void) => (
  <label className="inline-grid size-11 cursor-pointer place-items-center sm:-m-2 sm:size-8">
    <span className="sr-only">
      Escolher {line.what} de {line.who}
    </span>
    <input
      type="checkbox"
      checked={checked}
      onChange={() => toggle(line.id)}
      className="size-5 accent-accent sm:size-4"
    />
  </label>
);
