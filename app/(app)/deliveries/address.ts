import type { Kind } from '@/lib/board/rules';
import type { BoardFilters } from '@/lib/board/schema';

/** The same view with something changed; another view starts at its first page. */
export function boardAddress(filters: BoardFilters, change: Partial<BoardFilters>): string {
  const { kind, side } = { ...filters, ...change };
  const params = Object.entries({ kind, side, after: change.after });
  const query = new URLSearchParams(params.flatMap(([k, v]) => (v ? [[k, v]] : [])));
  return query.size > 0 ? `/deliveries?${query}` : '/deliveries';
}

/** Where one line's evidence and decisions are. */
export function lineAddress(kind: Kind, id: string): string {
  switch (kind) {
    case 'renewal':
      return `/deliveries/${id}`;
    case 'creation':
    case 'status':
      return `/deliveries/account/${id}`;
    case 'pix':
      return `/invoices/${id}`;
    default:
      return `/deliveries/${kind}/${id}`;
  }
}
