import { CircleAlert, CircleCheck, CircleDashed, CirclePause } from 'lucide-react';
import { Badge } from '@/components/badge';
import { conditionOf } from '@/lib/servers/messages';
import type { ServerSummary } from '@/lib/servers/queries';

export const PANEL_LABEL: Record<string, string> = {
  none: 'Nenhum',
  sigma: 'Sigma',
  integration: 'Sigma',
};
export const BILLING_LABEL = { fixed: 'Fixo', per_active: 'Por Ativo' } as const;

const ICON = { neutral: CircleDashed, success: CircleCheck, warning: CirclePause, danger: CircleAlert };

/** A server's health as one badge. */
export function Condition({ server }: { server: ServerSummary }) {
  const { tone, label } = conditionOf(server);
  return (
    <Badge tone={tone} icon={ICON[tone]}>
      {label}
    </Badge>
  );
}

/** What is left of a month, with its share of the revenue. */
export function Margin({
  margin,
  money,
}: {
  margin: ServerSummary['margin'];
  money: (cents: number) => string;
}) {
  return (
    <span className={margin.cents < 0 ? 'text-danger' : undefined}>
      {money(margin.cents)}
      {margin.percent !== null && <span className="whitespace-nowrap text-faint"> · {margin.percent}%</span>}
    </span>
  );
}
