import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { subjectTimeline } from '@/lib/audit/queries';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { waitsForPerson } from '@/lib/board/rules';
import { getMessage } from '@/lib/channels/list/queries';
import { MESSAGE_WORDS, reasonWords, STATE_WORDS } from '@/lib/channels/messages';
import { dismissalOf } from '@/lib/dismissals/queries';
import { formatPhone } from '@/lib/phone';
import { shownDateTime } from '@/lib/time';
import { STATE_TONE, shownMessage } from '../../../messages/message-card';
import { ProblemActions } from '../../../messages/problem-actions';
import { WhatsappText } from '../../../messages/whatsapp-text';
import { Dismiss } from '../../dismiss';
import { DismissedNote } from '../../dismissed-note';
import { DISMISSED, linkLook, OneDelivery } from '../../one-delivery';
import { messageSteps } from './steps';

/** A message: its text, each try with its time, and the buttons that *Mensagens* has for it. */
export default async function MessageDeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const zone = actor.reseller.timezone;
  const now = new Date();
  const item = validate(id) ? await getMessage(actor.resellerId, id) : null;
  if (!item) notFound();
  const works = allows(actor.role, 'operator');
  const waits = waitsForPerson('message', item.state);
  const dismissal = waits ? await dismissalOf(actor.resellerId, 'message', id) : null;
  const doubtful = item.state === 'unknown';
  const to = item.groupName ?? (item.phone ? formatPhone(item.phone) : 'Sem WhatsApp no cadastro');
  return (
    <OneDelivery
      title={`${MESSAGE_WORDS[item.kind]} para ${item.clientName ?? to}`}
      chip={dismissal ? DISMISSED : { text: STATE_WORDS[item.state], tone: STATE_TONE[item.state] }}
      note={dismissal && <DismissedNote kind="message" {...{ id, dismissal, zone, works }} />}
      decide={
        waits && (
          <div className="grid gap-4">
            <p className="text-ink">{reasonWords(item.reason) ?? STALE}</p>
            {works && (
              <ProblemActions
                item={shownMessage(item)}
                doubtful={doubtful}
                resendFrom={doubtful && item.nextRunAt > now ? shownDateTime(item.nextRunAt, zone) : null}
                away={dismissal ? <span /> : <Dismiss kind="message" id={id} />}
              />
            )}
          </div>
        )
      }
      facts={[
        ...(item.clientId
          ? [
              {
                label: 'Cliente',
                value: (
                  <Link className={linkLook} href={`/clients/${item.clientId}`}>
                    {item.clientName}
                  </Link>
                ),
              },
            ]
          : []),
        { label: 'Para', value: to },
        { label: 'Criada em', value: shownDateTime(item.createdAt, zone) },
        {
          label: 'Texto',
          value: item.secret ? 'Contém os dados de acesso do cliente.' : <WhatsappText text={item.text} />,
        },
      ]}
      steps={messageSteps(await subjectTimeline(actor.resellerId, [id]), actor.reseller)}
    />
  );
}

const STALE = 'O prazo passou antes do envio. Veja se ainda faz sentido mandar.';
