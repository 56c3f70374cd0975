import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { type Currency, formatMoney, moneyInput } from '@/lib/money';
import { PACKAGE_PROBLEMS } from '@/lib/plans/messages';
import type { PlanSummary } from '@/lib/plans/queries';
import { creditsWords } from '@/lib/servers/credits/messages';
import type { Offer } from './offers';
import { PlanTools } from './plan-tools';

type Props = { plans: PlanSummary[]; offers: Offer[]; currency: Currency; locale: string; owner: boolean };

export function PlansTable({ plans, offers, currency, locale, owner }: Props) {
  const columns = owner ? [...COLUMNS, { key: 'tools', header: 'Ações', align: 'right' as const }] : COLUMNS;
  const rows = plans.map((plan) => ({
    id: plan.id,
    cells: {
      name: plan.name,
      server: plan.serverName,
      package: <PackageCell plan={plan} />,
      days: plan.days,
      screens: plan.screens,
      price: formatMoney({ cents: plan.priceCents, currency }, locale),
      clients: plan.clients,
      tools: owner && (
        <PlanTools name={plan.name} stored={formOf(plan)} currency={currency} offers={offers} />
      ),
    },
  }));
  return <DataTable caption="Planos" columns={columns} rows={rows} />;
}

const COLUMNS = [
  { key: 'name', header: 'Plano', primary: true },
  { key: 'server', header: 'Servidor' },
  { key: 'package', header: 'Pacote do painel' },
  { key: 'days', header: 'Dias', align: 'right' as const },
  { key: 'screens', header: 'Telas', align: 'right' as const, card: 'hidden' as const },
  { key: 'price', header: 'Preço', align: 'right' as const, card: 'corner' as const },
  { key: 'clients', header: 'Clientes', align: 'right' as const },
];

function PackageCell({ plan }: { plan: PlanSummary }) {
  if (plan.panelType === 'none') return <span className="text-faint">Sem painel</span>;
  if (!plan.problem) {
    const credits = plan.package?.credits ?? null;
    return credits === null ? plan.package?.name : `${plan.package?.name} · ${creditsWords(credits)}`;
  }
  return (
    <span title={PACKAGE_PROBLEMS[plan.problem]}>
      <Badge tone="danger">{plan.package ? `${plan.package.name}: não vende` : 'Precisa de pacote'}</Badge>
    </span>
  );
}

const formOf = (plan: PlanSummary) => ({
  id: plan.id,
  name: plan.name,
  price: moneyInput(plan.priceCents),
  days: String(plan.days),
  serverId: plan.serverId,
  packageId: plan.packageId ?? '',
  screens: String(plan.screens),
});
