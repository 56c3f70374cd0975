import { Card, DefinitionList } from '@/components/card';
import { agoWords } from '@/lib/reports/rules';
import { heldWords, msWords } from '@/lib/servers/hours/messages';
import type { heldOn } from '@/lib/servers/hours/queries';
import { conditionOf } from '@/lib/servers/messages';
import type { ServerSummary } from '@/lib/servers/queries';
import { shownDateTime } from '@/lib/time';
import { Condition } from '../../parts';
import { ReopenPanel } from '../reopen-panel';

type Props = {
  server: ServerSummary;
  held: Awaited<ReturnType<typeof heldOn>>;
  zone: string;
  now: Date;
  owner: boolean;
};

/** How the panel is now: why it stopped and since when, when it is asked again, and what waits. */
export function NowCard({ server, held, zone, now, owner }: Props) {
  const { what, todo } = conditionOf(server, owner);
  const { circuit, circuitOpenedAt, probeAt, lastOkAt, lastLatencyMs } = server;
  const next = circuit === 'open' && (probeAt && probeAt > now ? shownDateTime(probeAt, zone) : 'agora');
  return (
    <Card title="Agora" actions={<Condition server={server} />}>
      <div className="grid gap-4">
        <div>
          <p className="text-ink">{what}</p>
          {todo && <p className="mt-1 max-w-prose text-muted">{todo}</p>}
        </div>
        {owner && circuit !== 'closed' && (
          <div className="flex max-sm:*:flex-1">
            <ReopenPanel id={server.id} />
          </div>
        )}
        <DefinitionList
          items={[
            ...(circuitOpenedAt
              ? [{ label: 'Parado desde', value: shownDateTime(circuitOpenedAt, zone) }]
              : []),
            ...(next ? [{ label: 'Próxima consulta', value: next }] : []),
            // Waiting is what a stopped panel makes of it; else it is on its way.
            { label: circuit === 'closed' ? 'Em andamento' : 'Em espera', value: heldWords(held) },
            ...(held.since ? [{ label: 'A mais antiga', value: agoWords(held.since, now) }] : []),
            {
              label: 'Última resposta boa',
              value: lastOkAt
                ? `${shownDateTime(lastOkAt, zone)} · ${msWords(lastLatencyMs ?? 0)}`
                : 'Nenhuma ainda',
            },
          ]}
        />
      </div>
    </Card>
  );
}
