import { classes } from './classes';

/** A quiet block of the size of what comes. Silent for screen readers: the region that loads says so. */
const Skeleton = ({ className = 'h-4 w-full' }: { className?: string }) => (
  <span aria-hidden className={classes('block animate-pulse rounded-control bg-line/70', className)} />
);

/** A list that loads, in the size of the list. */
export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div aria-busy="true" className="overflow-hidden rounded-card border border-line bg-surface">
      <span className="sr-only">Carregando a lista…</span>
      <div className="h-9 border-b border-line bg-sunken max-sm:hidden" />
      {Array.from({ length: rows }, (_, at) => `row-${at}`).map((key) => (
        <div key={key} className="flex h-12 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="h-3.5 w-1/4" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}

/** Facts that are being worked out, in the size of the list they become. */
export function FactsSkeleton({ rows, says }: { rows: number; says: string }) {
  return (
    <div aria-busy="true" className="grid gap-4 py-2">
      <span className="sr-only">{says}</span>
      {Array.from({ length: rows }, (_, at) => `row-${at}`).map((key) => (
        <div key={key} className="flex items-center gap-6">
          <Skeleton className="h-3.5 w-28" />
          <Skeleton className="h-3.5 w-2/5" />
        </div>
      ))}
    </div>
  );
}
