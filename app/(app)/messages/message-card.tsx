import type { Route } from 'next';
import Link from 'next/link';
import { Badge, type Tone } from '@/components/badge';
import type { Actor } from '@/lib/auth/rules';
import type { GatewayView } from '@/lib/channels/gateways/queries';
import type { MessageItem } from '@/lib/channels/list/queries';
import { MESSAGE_WORDS, reasonWords, STATE_WORDS } from '@/lib/channels/messages';
import type { MessageState } from '@/lib/channels/rules';
import { formatPhone } from '@/lib/phone';
import { formatDateTime } from '@/lib/time';
import { ProblemActions } from './problem-actions';
import { ReadyActions } from './ready-actions';
import { WhatsappText } from './whatsapp-text';

type Props = {
  item: MessageItem;
  gateway: GatewayView | null;
  acts: boolean;
  actor: Pick<Actor, 'reseller'>;
  now: Date;
};

/** One message: to whom, what about, its text, and what a person can do with it. */
export function MessageCard({ item, gateway, acts, actor, now }: Props) {
  const zone = actor.reseller.timezone;
  const byItself = item.state === 'queued' && item.channel !== 'manual' && gateway?.state === 'open';
  const to = addressee(item, actor.reseller.name);
  const trouble = reasonWords(item.state === 'queued' ? null : item.reason);
  return (
    <li className="grid min-w-0 gap-3 rounded-card border border-line bg-surface p-4 shadow-rest">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <Link
            href={to.href}
            className="font-semibold wrap-break-word text-ink underline-offset-4 hover:underline"
          >
            {to.name}
          </Link>
          <p className="tabular text-[0.8125rem] leading-5 text-muted">
            {to.place}
            {' · '}
            {formatDateTime(item.sentAt ?? item.createdAt, zone)}
          </p>
        </div>
        <span className="flex flex-wrap gap-1.5">
          <Badge>{MESSAGE_WORDS[item.kind]}</Badge>
          {item.state !== 'queued' && <Badge tone={STATE_TONE[item.state]}>{STATE_WORDS[item.state]}</Badge>}
        </span>
      </div>
      {item.text && !item.secret && (
        <p className="rounded-control bg-sunken px-3 py-2.5 text-ink">
          <WhatsappText text={item.text} />
        </p>
      )}
      {item.secret && !acts && <p className="text-muted">Contém os dados de acesso do cliente.</p>}
      {trouble && item.state !== 'sending' && <p className="text-danger">{trouble}</p>}
      {acts && item.state === 'queued' && (
        <ReadyActions item={shownMessage(item)} byItself={byItself} gateway={gateway !== null} />
      )}
      {acts && PROBLEMS.includes(item.state) && (
        <ProblemActions
          item={shownMessage(item)}
          doubtful={item.state === 'unknown'}
          resendFrom={
            item.state === 'unknown' && item.nextRunAt > now ? formatDateTime(item.nextRunAt, zone) : null
          }
        />
      )}
    </li>
  );
}

/** Whom a message is for, where that is seen, and the way there. */
function addressee(item: MessageItem, company: string): { name: string; href: Route; place: string } {
  const { kind, clientId, clientName, groupName, phone, subjectId } = item;
  const place = groupName ? 'Grupo do WhatsApp' : phone ? formatPhone(phone) : 'Sem WhatsApp no cadastro';
  if (kind === 'alert') return { name: company, href: '/deliveries', place };
  if (clientId) return { name: clientName ?? '', href: `/clients/${clientId}` as Route, place };
  // WhatsApp hides the number of some who write in private.
  if (groupName?.endsWith('@lid'))
    return { name: 'Pessoa sem número', href: '/packages/console' as Route, place: groupName };
  const href = kind === 'reply' || kind === 'outcome' ? '/packages/console' : `/packages/${subjectId}`;
  return { name: groupName ?? place, href: href as Route, place: groupName ? place : 'Número avulso' };
}

const PROBLEMS: readonly MessageState[] = ['unknown', 'failed', 'expired'];

/** Only what the buttons need crosses to the browser. */
export const shownMessage = ({
  id,
  clientId,
  channel,
  phone,
  groupName,
  text,
  secret,
  link,
}: MessageItem) => ({
  ...{ id, clientId, channel, text, secret, link },
  hasPhone: phone !== null,
  toGroup: groupName !== null,
});
export type ShownMessage = ReturnType<typeof shownMessage>;

/** How each state looks. */
export const STATE_TONE: Record<MessageState, Tone> = {
  waiting: 'neutral',
  queued: 'neutral',
  sending: 'info',
  sent: 'success',
  delivered: 'success',
  unknown: 'warning',
  failed: 'danger',
  expired: 'warning',
  cancelled: 'neutral',
};
