import { Activity } from 'lucide-react';
import { ButtonLink } from '@/components/button';
import { Card, DefinitionList } from '@/components/card';
import { API_LABEL } from '@/lib/panels/messages';
import { zoneLabel } from '@/lib/resellers/rules';
import { msWords } from '@/lib/servers/hours/messages';
import { conditionOf } from '@/lib/servers/messages';
import type { ServerSummary } from '@/lib/servers/queries';
import { shownDateTime } from '@/lib/time';
import { Condition, PANEL_LABEL } from '../parts';
import { MovePanel } from './move-panel';
import { ReopenPanel } from './reopen-panel';

type Props = { server: ServerSummary; timezone: string; owner: boolean };

/** How the panel is, in words, and what to do about it. */
export function PanelCard({ server, timezone, owner }: Props) {
  const { what, todo } = conditionOf(server, owner);
  const since = server.circuitOpenedAt && shownDateTime(server.circuitOpenedAt, timezone);
  const stuck = server.circuit !== 'closed';
  return (
    <Card title="Painel" actions={<Condition server={server} />}>
      <div className="grid gap-4">
        <div>
          <p className="text-ink">{what}</p>
          {todo && <p className="mt-1 max-w-prose text-muted">{todo}</p>}
        </div>
        <div className="flex flex-wrap gap-2 max-sm:*:flex-1">
          {owner && stuck && <ReopenPanel id={server.id} />}
          {owner && server.circuit === 'open' && <MovePanel id={server.id} user={server.panelUser ?? ''} />}
          <ButtonLink href={`/servers/${server.id}/health`}>
            <Activity aria-hidden />
            Saúde e créditos
          </ButtonLink>
        </div>
        <DefinitionList
          items={[
            { label: 'Tipo', value: PANEL_LABEL[server.panelType] },
            { label: 'Conexão', value: API_LABEL[server.panelType] },
            { label: 'Revenda no painel', value: server.panelUser },
            { label: 'Token', value: <span className="tabular">{server.tokenMask}</span> },
            ...(since ? [{ label: 'Parado desde', value: since }] : []),
            {
              label: 'Última resposta boa',
              value: server.lastOkAt
                ? `${shownDateTime(server.lastOkAt, timezone)} · ${msWords(server.lastLatencyMs ?? 0)}`
                : 'Nenhuma ainda',
            },
            {
              label: 'Horário do painel',
              value: server.panelTimezone
                ? zoneLabel(server.panelTimezone)
                : `o da revenda, ${zoneLabel(timezone)}`,
            },
          ]}
        />
      </div>
    </Card>
  );
}
