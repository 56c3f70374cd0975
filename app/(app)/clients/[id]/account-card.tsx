import Link from 'next/link';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { accountChip, accountWords } from '@/lib/accounts/messages';
import type { AccountWork } from '@/lib/accounts/queries';
import type { ClientDetail } from '@/lib/clients/queries';
import { differenceWords } from '@/lib/sync/view/client/messages';
import type { OpenDifference } from '@/lib/sync/view/client/queries';
import { shownDateTime } from '@/lib/time';
import { capital } from '@/lib/words';
import { CreateAccount, type Sold } from './create-account';
import { RetryAccount } from './retry-account';

type Props = {
  client: ClientDetail;
  work: AccountWork | null;
  differences: OpenDifference[];
  works: boolean;
  /** What creating the account buys there; null when it is not known. */
  sold: Sold;
  zone: string;
};

/** The client's account on the panel: what is known of it, what it waits for, and the way on. */
export function AccountCard({ client, work, differences, works, sold, zone }: Props) {
  if (client.panelState === 'none' && client.panelType === 'none') return null;
  const chip = accountChip(client.panelState, work);
  const open = work && work.state !== 'done' && work.state !== 'cancelled' ? work : null;
  // Work on an account left behind says nothing of the one that is missing.
  const asked = open?.own ?? false;
  const words = open && capital(accountWords(open.state, open.reason, open.detail));
  return (
    <Card title="Conta no painel" actions={<Badge tone={chip.tone}>{chip.text}</Badge>}>
      <div className="grid gap-3">
        {words && <p className="max-w-prose text-ink">{words}</p>}
        {!asked && client.panelState === 'missing' && (
          <p className="max-w-prose text-ink">
            {client.panelExpiresAt
              ? 'O painel não tem mais esta conta.'
              : 'A conta ainda não existe no painel.'}{' '}
            Um pagamento é recusado lá até ela existir; depois, tente de novo em Entregas.
          </p>
        )}
        {client.panelExpiresAt && (
          <p className="tabular text-muted">
            {client.panelState === 'missing'
              ? 'Última data vista lá: '
              : 'Última data confirmada no painel: '}
            {shownDateTime(client.panelExpiresAt, zone)}
            {client.panelReadAt && ` (em ${shownDateTime(client.panelReadAt, zone)})`}
          </p>
        )}
        <Differences {...{ client, differences, zone }} />
        {!client.panelExpiresAt && client.panelState === 'linked' && (
          <p className="text-muted">O painel ainda não informou o vencimento desta conta.</p>
        )}
        {open?.state === 'pending' && (
          <p className="tabular text-muted">Próxima tentativa: {shownDateTime(open.nextRunAt, zone)}</p>
        )}
        {works && !asked && client.panelState === 'missing' && (
          <div>
            <CreateAccount client={client} sold={sold} />
          </div>
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

/** What a reading says otherwise since, until somebody decides. */
function Differences({ client, differences, zone }: Pick<Props, 'client' | 'differences' | 'zone'>) {
  const [first] = differences;
  if (!first) return null;
  const query = new URLSearchParams({ class: first.class, q: client.username });
  return (
    <div>
      {differences.map((one) => (
        <p key={one.class} className="tabular max-w-prose text-ink">
          {differenceWords(one, zone)}
        </p>
      ))}
      <Link
        href={`/servers/${client.serverId}/sync?${query}`}
        className="inline-flex min-h-11 items-center font-medium text-accent hover:underline sm:min-h-0"
      >
        Ver a diferença
      </Link>
    </div>
  );
}
