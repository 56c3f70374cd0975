'use client';
import { ArchiveRestore } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';

type Props = {
  items: { id: string; name: string; hint?: string }[];
  restore: (input: { id: string }) => Promise<ActionResult>;
};

/** What is out of use, folded away under its list, each with the way back. */
export function ArchivedList({ items, restore }: Props) {
  const { tell } = useStatus();
  const [busy, setBusy] = useState<string | null>(null);
  if (items.length === 0) return null;
  const bringBack = async (id: string) => {
    setBusy(id);
    tell(await answered(() => restore({ id })));
    setBusy(null);
  };
  return (
    <details className="mt-6">
      <summary className="inline-flex min-h-11 cursor-pointer items-center rounded-control px-2 text-muted hover:text-ink sm:min-h-9">
        Arquivados ({items.length})
      </summary>
      <ul className="mt-2 divide-y divide-line rounded-card border border-line bg-surface px-4">
        {items.map(({ id, name, hint }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-2">
            <p className="min-w-0 wrap-break-word text-ink">
              {name}
              {hint && <span className="block text-[0.8125rem] leading-5 text-faint">{hint}</span>}
            </p>
            <Button size="sm" pending={busy === id} onClick={() => void bringBack(id)}>
              <ArchiveRestore aria-hidden />
              Restaurar
              <span className="sr-only"> {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
