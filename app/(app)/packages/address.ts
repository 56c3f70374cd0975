import type { PackageFilters } from '@/lib/packages/list/schema';

/** The list's address with something changed; another place always starts from the first page. */
export function addressOf(filters: PackageFilters, change: Partial<PackageFilters>): string {
  const { q, state, group, days } = { ...filters, ...change };
  const params = Object.entries({ q, state, group, days, after: change.after, before: change.before });
  const query = new URLSearchParams(params.flatMap(([k, v]) => (v ? [[k, String(v)]] : [])));
  return query.size > 0 ? `/packages?${query}` : '/packages';
}
