'use client';
import { useState } from 'react';
import {
  type GridRow,
  type GridSection,
  gridOfRead,
  type Ties,
  titled,
} from '@/lib/groups/prices/grid/rules';
import type { Days } from '@/lib/groups/prices/headings/rules';
import { readTable, type Unread } from '@/lib/groups/prices/pasted/rules';

export type Start = { grid: GridSection[]; ties: Ties; source: string };
let keys = 0;
const newKey = () => `new${++keys}`;

/** The table while it is being edited, and every way to change it. */
export function useGrid(start: Start) {
  const [grid, setGrid] = useState(start.grid);
  const [ties, setTies] = useState(start.ties);
  const [source, setSource] = useState('');
  const [unread, setUnread] = useState<Unread[] | null>(null);
  const [dirty, setDirty] = useState(false);
  /** The row or section that was added last: where the typing goes on. */
  const [added, setAdded] = useState<string | null>(null);

  const change = (next: (old: GridSection[]) => GridSection[]) => {
    setGrid(next);
    setDirty(true);
  };
  const inSection = (key: string, next: (section: GridSection) => GridSection) =>
    change((old) => old.map((section) => (section.key === key ? next(section) : section)));
  const emptyRow = (): GridRow => ({ key: newKey(), mb: '', price: '' });
  return {
    ...{ grid, ties, source, unread, dirty, added },
    saved: () => setDirty(false),
    /** Puts what a text says in the place of everything, unless it names no price; nothing is saved by it. */
    paste: (text: string) => {
      const read = readTable(text);
      setUnread(read.unread);
      if (read.rows.length === 0) return read;
      change(() => gridOfRead(read));
      setTies({});
      setSource(text);
      return read;
    },
    addSection: () => {
      const key = newKey();
      const said = { label: '', days: 'ask', sure: false, follows: true } as const;
      change((old) => [...old, { key, ...said, rows: [emptyRow()] }]);
      setAdded(key);
    },
    setLabel: (key: string, label: string) => inSection(key, (section) => titled(section, label)),
    setDays: (key: string, days: Days) =>
      inSection(key, (section) => ({ ...section, days, sure: days !== 'ask', follows: days === 'ask' })),
    addRow: (key: string) => {
      const row = emptyRow();
      inSection(key, (section) => ({ ...section, rows: [...section.rows, row] }));
      setAdded(row.key);
    },
    setRow: (key: string, row: GridRow) =>
      inSection(key, (section) => ({
        ...section,
        rows: section.rows.map((old) => (old.key === row.key ? row : old)),
      })),
    removeRow: (key: string, row: string) =>
      change((old) =>
        old.flatMap((section) => {
          if (section.key !== key) return [section];
          const rows = section.rows.filter((one) => one.key !== row);
          return rows.length > 0 ? [{ ...section, rows }] : [];
        }),
      ),
    setTie: (cents: number, choice: string) => {
      setTies((old) => ({ ...old, [cents]: choice }));
      setDirty(true);
    },
  };
}

export type GridHands = ReturnType<typeof useGrid>;
