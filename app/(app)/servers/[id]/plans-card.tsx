import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { DataTable } from '@/components/table';
import type { PlanSummary } from '@/lib/plans/queries';
import { people } from '@/lib/words';
import { Fold, Section, Small } from './section';

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
        <Fold summary={summaryOf(plans)} open={plans.some((p) => p.problem)}>
          <DataTable
            caption="Planos deste servidor"
            columns={COLUMNS}
            rows={plans.map((p) => rowOf(p, money))}
          />
        </Fold>
      )}
    </Section>
  );
}

function summaryOf(plans: PlanSummary[]): string {
  const clients = plans.reduce((sum, plan) => sum + plan.clients, 0);
  return `${plans.length === 1 ? '1 plano' : `${plans.length.toLocaleString('pt-BR')} planos`} · ${people(clients)}`;
}

const COLUMNS = [
  { key: 'name', header: 'Plano', primary: true },
  { key: 'package', header: 'Pacote', card: 'hidden' as const },
  { key: 'days', header: 'Dias', align: 'right' as const, card: 'hidden' as const },
  { key: 'price', header: 'Preço', align: 'right' as const, card: 'corner' as const },
  { key: 'clients', header: 'Clientes', align: 'right' as const, card: 'hidden' as const },
];

const needsPackage = <Badge tone="danger">Precisa de pacote</Badge>;
const daysOf = ({ days }: PlanSummary) => (days === 1 ? '1 dia' : `${days} dias`);

const rowOf = (plan: PlanSummary, money: (cents: number) => string) => ({
  id: plan.id,
  cells: {
    name: (
      <>
        {plan.name}
        <Small>
          {plan.problem ? needsPackage : (plan.package?.name ?? 'Sem pacote')} · {daysOf(plan)} ·{' '}
          {people(plan.clients)}
        </Small>
      </>
    ),
    package: plan.problem ? needsPackage : (plan.package?.name ?? '—'),
    days: plan.days,
    price: money(plan.priceCents),
    clients: plan.clients,
  },
});
