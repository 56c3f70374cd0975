import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { ageWords } from '@/lib/reports/rules';
import { conditionOf } from '@/lib/servers/messages';
import type { ServerSummary } from '@/lib/servers/queries';

/** Every panel with its state in words; trouble first. */
export function PanelHealth({ servers, now }: { servers: ServerSummary[]; now: Date }) {
  const panels = servers
    .filter((s) => s.panelType !== 'none')
    .map((server) => ({ server, condition: conditionOf(server) }))
    .sort((a, b) => WORST.indexOf(a.condition.tone) - WORST.indexOf(b.condition.tone));
  return (
    <Card title="Saúde dos painéis">
      {panels.length === 0 ? (
        <p className="text-muted">Nenhum servidor com painel ligado ainda.</p>
      ) : (
        <ul className="-my-2 divide-y divide-line">
          {panels.map(({ server, condition }) => (
            <li key={server.id} className="py-2.5">
              <div className="flex items-center justify-between gap-3">
                <p className="min-w-0 truncate font-medium text-ink">{server.name}</p>
                <Badge tone={condition.tone}>{condition.label}</Badge>
              </div>
              <p className="tabular mt-0.5 text-[0.8125rem] leading-5 text-faint">
                {condition.tone === 'success' ? answered(server, now) : condition.what}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const WORST = ['danger', 'warning', 'neutral', 'success'];

const answered = ({ lastOkAt, lastLatencyMs }: ServerSummary, now: Date) =>
  [lastOkAt && `respondeu há ${ageWords(lastOkAt, now)}`, lastLatencyMs !== null && `${lastLatencyMs} ms`]
    .filter(Boolean)
    .join(' · ');
