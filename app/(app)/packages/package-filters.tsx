'use client';
import { FilterMenu, FilterSelect } from '@/components/filters';
import type { PackageChoices } from '@/lib/packages/list/queries';
import type { PackageFilters } from '@/lib/packages/list/schema';

/** Group and length; the state is the tab. */
export function PackageFilterMenu({
  filters,
  choices,
}: {
  filters: PackageFilters;
  choices: PackageChoices;
}) {
  return (
    <FilterMenu count={[filters.group, filters.days].filter(Boolean).length}>
      <FilterSelect
        param="group"
        label="Grupo"
        options={[
          ...choices.groups.map((g) => ({
            value: g.id,
            label: g.archived ? `${g.name} (arquivado)` : g.name,
          })),
          { value: 'none', label: 'Sem grupo' },
        ]}
      />
      <FilterSelect
        param="days"
        label="Tipo"
        options={choices.days.map((days) => ({ value: String(days), label: `${days} Dias` }))}
      />
    </FilterMenu>
  );
}
