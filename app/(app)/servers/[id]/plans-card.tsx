import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { DataTable } from '@/components/table';
import type { PlanSummary } from '@/lib/plans/queries';
import { Section } from './section';

type Props = { plans: PlanSummary[]; money: (cents: number) => string };

/** What is sold on this server. */
export function PlansCard({ plans, money }: Props) {
  return (
    <Section
      title="Planos deste servidor"
      actions={
        <ButtonLink href="/plans" size="sm">
          Abrir a lista
        </ButtonLink>
      }
    >
      {plans.length === 0 ? (
        <p className="text-muted">Nenhum plano vende este servidor ainda.</p>
      ) : (
        <DataTable
          caption="Planos deste servidor"
          columns={COLUMNS}
          rows={plans.map((p) => rowOf(p, money))}
        />
      )}
    </Section>
  );
}

const COLUMNS = [
  { key: 'name', header: 'Plano', primary: true },
  { key: 'package', header: 'Pacote' },
  { key: 'days', header: 'Dias', align: 'right' as const },
  { key: 'price', header: 'Preço', align: 'right' as const },
  { key: 'clients', header: 'Clientes', align: 'right' as const },
];

const rowOf = (plan: PlanSummary, money: (cents: number) => string) => ({
  id: plan.id,
  cells: {
    name: plan.name,
    package: plan.problem ? <Badge tone="danger">Precisa de pacote</Badge> : (plan.package?.name ?? '—'),
    days: plan.days,
    price: money(plan.priceCents),
    clients: plan.clients,
  },
});
