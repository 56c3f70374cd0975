'use client';
import { FilterMenu, FilterSelect } from '@/components/filters';
import { DUE_WORDS, STATE_WORDS } from '@/lib/clients/messages';
import type { ClientChoices } from '@/lib/clients/queries';
import { DUES, STATES } from '@/lib/clients/rules';
import type { Filters } from '@/lib/clients/schema';

export function ClientFilters({ filters, choices }: { filters: Filters; choices: ClientChoices }) {
  const set = [filters.server, filters.plan, filters.state, filters.due].filter(Boolean).length;
  const plans = choices.plans.filter((p) => !filters.server || p.serverId === filters.server);
  return (
    <FilterMenu count={set}>
      <FilterSelect
        param="state"
        label="Situação"
        options={STATES.map((value) => ({ value, label: STATE_WORDS[value].label }))}
      />
      <FilterSelect
        param="due"
        label="Vence"
        options={DUES.map((value) => ({ value, label: DUE_WORDS[value] }))}
      />
      <FilterSelect
        param="server"
        label="Servidor"
        options={choices.servers.map((s) => ({ value: s.id, label: s.name }))}
      />
      <FilterSelect param="plan" label="Plano" options={plans.map((p) => ({ value: p.id, label: p.name }))} />
    </FilterMenu>
  );
}
