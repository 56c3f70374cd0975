'use client';
import { useQuery } from '@tanstack/react-query';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { lookAtPanel } from '../actions';

/** The panel's own date of this moment, read when the card opens and again when asked. */
export function PanelNow({ id }: { id: string }) {
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['panel-now', id],
    queryFn: () => answered(() => lookAtPanel({ id })),
    // Each reading is a call to somebody's panel: only on opening and on the button.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="tabular" aria-live="polite">
        {isFetching || !data ? 'Lendo o painel…' : data.ok ? data.data : data.message}
      </span>
      <Button size="sm" pending={isFetching} onClick={() => void refetch()}>
        Ler de novo
      </Button>
    </span>
  );
}
