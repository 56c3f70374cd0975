import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { accountChip, accountWords } from '@/lib/accounts/messages';
import type { AccountWork } from '@/lib/accounts/queries';
import type { ClientDetail } from '@/lib/clients/queries';
import { shownDateTime } from '@/lib/time';
import { capital } from '@/lib/words';
import { RetryAccount } from './retry-account';

type Props = { client: ClientDetail; work: AccountWork | null; works: boolean; zone: string };

/** The client's account on the panel: what is known of it, what it waits for, and the way on. */
export function AccountCard({ client, work, works, zone }: Props) {
  if (client.panelState === 'none' && client.panelType === 'none') return null;
  const chip = accountChip(client.panelState, work);
  const open = work && work.state !== 'done' && work.state !== 'cancelled' ? work : null;
  const words = open && capital(accountWords(open.state, open.reason, open.detail));
  return (
    <Card title="Conta no painel" actions={<Badge tone={chip.tone}>{chip.text}</Badge>}>
      <div className="grid gap-3">
        {words && <p className="max-w-prose text-ink">{words}</p>}
        {!open && client.panelState === 'missing' && (
          <p className="max-w-prose">
            A conta ainda não existe no painel. Abra “Editar” e salve para criá-la.
          </p>
        )}
        {client.panelExpiresAt && (
          <p className="tabular text-muted">
            No painel até {shownDateTime(client.panelExpiresAt, zone)}
            {client.panelReadAt && ` · lido em ${shownDateTime(client.panelReadAt, zone)}`}
          </p>
        )}
        {!client.panelExpiresAt && client.panelState === 'linked' && (
          <p className="text-muted">O painel ainda não informou o vencimento desta conta.</p>
        )}
        {open?.state === 'pending' && (
          <p className="tabular text-muted">Próxima tentativa: {shownDateTime(open.nextRunAt, zone)}</p>
        )}
        {works && open && chip.retry && (
          <div>
            <RetryAccount clientId={client.id} taskId={open.id} />
          </div>
        )}
      </div>
    </Card>
  );
}
