import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { accountTask } from '@/lib/accounts/queries';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { wordsOfAccount } from '@/lib/board/lines/messages';
import { waitsForPerson } from '@/lib/board/rules';
import { dismissalOf } from '@/lib/dismissals/queries';
import { shownDateTime } from '@/lib/time';
import { capital } from '@/lib/words';
import { RetryAccount } from '../../../clients/[id]/retry-account';
import { Dismiss } from '../../dismiss';
import { DismissedNote } from '../../dismissed-note';
import { MendLink } from '../../mend-link';
import { DISMISSED, linkLook, OneDelivery } from '../../one-delivery';
import { accountSteps, sendsIn } from './steps';

/** A creation or a status: what the panel answered at every try, and the way on. */
export default async function AccountDeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const zone = actor.reseller.timezone;
  const found = validate(id) ? await accountTask(actor.resellerId, id) : null;
  if (!found) notFound();
  const { task, clientName, username, serverName } = found;
  const { chip, why } = wordsOfAccount(task);
  const works = allows(actor.role, 'operator');
  const waits = waitsForPerson('creation', task.state);
  const dismissal = waits ? await dismissalOf(actor.resellerId, 'account', id) : null;
  const client = (
    <Link className={linkLook} href={`/clients/${task.clientId}`}>
      {clientName}
    </Link>
  );
  return (
    <OneDelivery
      title={task.kind === 'create' ? `Conta de ${clientName}` : `Situação de ${clientName}`}
      chip={dismissal ? DISMISSED : (OVER[task.state] ?? chip)}
      note={dismissal && <DismissedNote kind="account" {...{ id, dismissal, zone, works }} />}
      decide={
        waits && (
          <div className="grid gap-4">
            {why && <p className="text-ink wrap-break-word">{capital(why)}</p>}
            <p className="text-muted">
              Tentar de novo começa sempre por uma leitura do painel: o que já estiver lá não é feito outra
              vez.
            </p>
            {works && (
              <div className="flex flex-wrap items-center gap-2">
                <MendLink reason={task.reason} clientId={task.clientId} serverId={task.serverId} />
                <RetryAccount clientId={task.clientId} taskId={id} />
                {!dismissal && <Dismiss kind="account" id={id} />}
              </div>
            )}
          </div>
        )
      }
      facts={[
        { label: 'Cliente', value: client },
        { label: 'Servidor', value: serverName },
        { label: 'Pedido', value: task.wanted ? WANTED[task.wanted] : 'Criar a conta no painel' },
        { label: 'Usuário', value: <span className="break-all">{username}</span> },
        { label: 'Pedido em', value: shownDateTime(task.createdAt, zone) },
        // One that a crash kept from being noted counts, too.
        {
          label: 'Pode ter sido feito no painel',
          value: timesWords(Math.max(sendsIn(task.evidence), Math.min(task.attempt, 1))),
        },
        ...(waits || task.state === 'done' || task.state === 'cancelled'
          ? []
          : [{ label: 'Próxima tentativa', value: shownDateTime(task.nextRunAt, zone) }]),
      ]}
      steps={accountSteps(task.evidence, zone)}
    />
  );
}

const timesWords = (n: number) =>
  n === 0 ? 'nenhuma vez' : n === 1 ? 'no máximo uma vez' : `no máximo ${n} vezes`;

const WANTED = { active: 'Reativar no painel', suspended: 'Suspender no painel' };

const OVER: Partial<Record<string, { text: string; tone: 'success' | 'neutral' }>> = {
  done: { text: 'Confirmado no painel', tone: 'success' },
  cancelled: { text: 'Substituído ou cancelado', tone: 'neutral' },
};
