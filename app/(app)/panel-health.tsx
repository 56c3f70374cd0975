import Link from 'next/link';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { agoWords } from '@/lib/reports/rules';
import { msWords } from '@/lib/servers/hours/messages';
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
              <div className="flex items-start justify-between gap-3">
                <Link
                  href={`/servers/${server.id}/health`}
                  className="-my-2.5 min-h-11 min-w-0 py-2.5 font-medium wrap-break-word text-ink underline-offset-4 hover:underline"
                >
                  {server.name}
                </Link>
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
  [lastOkAt && `respondeu ${agoWords(lastOkAt, now)}`, lastLatencyMs !== null && msWords(lastLatencyMs)]
    .filter(Boolean)
    .join(' · ');
