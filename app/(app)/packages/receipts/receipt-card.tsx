import { Clock, ShieldAlert, Smartphone, UserRound } from 'lucide-react';
import Link from 'next/link';
import { Badge, type Tone } from '@/components/badge';
import { Card } from '@/components/card';
import { type Actor, allows } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { formatPhone } from '@/lib/phone';
import type { Listed } from '@/lib/receipts/list/queries';
import { reasonsOf } from '@/lib/receipts/list/rules';
import {
  PROVIDER_WORDS,
  REASON_WORDS,
  type ReceiptReason,
  repeatWords,
  STATE_WORDS,
} from '@/lib/receipts/messages';
import { age, formatDateTime } from '@/lib/time';
import { AgainTexts } from './again-texts';
import { DecideReceipt } from './decide-receipt';
import { SeenButton } from './seen-button';
import type { Offer } from './shown';
import { SideActions } from './side-actions';

type Props = { item: Listed; actor: Actor; now: Date; offers: Offer[] };

const TONES: Record<keyof typeof STATE_WORDS, Tone> = {
  open: 'info',
  used: 'success',
  review: 'danger',
  dismissed: 'neutral',
};

/** Proved money of which only the package is open: one press decides. Whatever is suspicious takes the form. */
const PLAIN: ReceiptReason[] = ['price_ambiguous', 'not_renewable'];

const SUSPECT = 'sender' satisfies ReceiptReason;

/** One reference: what was paid, what is the matter, both texts side by side, and what can be done. */
export function ReceiptCard({ item, actor, now, offers }: Props) {
  const { main, payee, payer, again, repeatedAt } = item;
  const { currency, locale, timezone } = actor.reseller;
  const money = (cents: number) => formatMoney({ cents, currency }, locale);
  const reasons = reasonsOf(item, now);
  const wrong = repeatedAt
    ? [repeatWords(main.state === 'used')]
    : reasons.map((reason) => REASON_WORDS[reason]);
  const came = payee !== null && payee.state !== 'dismissed';
  const proven = came && payee.reason !== SUSPECT;
  const paid = came ? payee.amountCents : main.amountCents;
  const may = allows(actor.role, 'operator');
  const open = main.state === 'open' || main.state === 'review';
  const group = offers.find((offer) => offer.id === payer?.groupId);
  const plain = proven && reasons.length === 1 && reasons.every((reason) => PLAIN.includes(reason));
  const decision = may && open && main.reason !== 'reference_used' && (
    <DecideReceipt
      id={main.id}
      reference={main.reference}
      number={payer?.number ? formatPhone(payer.number) : ''}
      groupId={group?.id ?? ''}
      paidCents={paid}
      paid={money(paid)}
      {...{ proven, plain, offers }}
    />
  );
  return (
    <Card>
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 tabIndex={-1} className="tabular text-lg font-semibold text-ink">
            {money(paid)}
          </h2>
          <p className="text-muted wrap-break-word">
            {PROVIDER_WORDS[main.provider]} <span className="text-ink">{main.reference}</span>
          </p>
          <p className="text-[0.8125rem] leading-5 text-faint">
            {[
              payer?.number && `Para ${formatPhone(payer.number)}`,
              group?.name,
              `há ${age(main.receivedAt, now)}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <span className="flex flex-wrap gap-2">
          <Badge tone={TONES[main.state]} icon={main.state === 'open' ? Clock : undefined}>
            {main.state === 'open' ? waitingWords(came, payer !== null) : STATE_WORDS[main.state]}
          </Badge>
          {repeatedAt && <Badge tone="danger">{STATE_WORDS.review}</Badge>}
          {!came && main.state !== 'used' && <Badge tone="warning">Sem SMS do celular</Badge>}
        </span>
      </header>
      {wrong.length > 0 && (
        <div className="mt-3 flex items-start gap-2.5 rounded-control bg-danger-soft px-3 py-2.5 text-danger">
          <ShieldAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
          <div className="grid min-w-0 gap-2">
            {wrong.map(({ title, help }) => (
              <p key={title}>
                <strong className="font-semibold">{title}.</strong> {help}
              </p>
            ))}
          </div>
        </div>
      )}
      {/* Where one press decides, it follows the question; what is suspicious is read first. */}
      {plain && decision}
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        {payee && (
          <Side
            title="O celular recebeu"
            icon={Smartphone}
            row={payee}
            zone={timezone}
            money={money}
            may={may}
          />
        )}
        {payer && (
          <Side
            title="O cliente colou"
            icon={UserRound}
            row={payer}
            zone={timezone}
            money={money}
            may={may}
          />
        )}
        <AgainTexts again={again} zone={timezone} />
      </div>
      {main.subscriptionId && (
        <p className="mt-3">
          <Link
            href={`/packages/${main.subscriptionId}`}
            className="inline-flex min-h-11 items-center font-medium text-accent underline-offset-4 hover:underline sm:min-h-8"
          >
            Ver o pacote
          </Link>
        </p>
      )}
      {may && repeatedAt && (
        <div className="mt-4 border-t border-line pt-4">
          <SeenButton id={main.id} reference={main.reference} at={repeatedAt.toISOString()} />
        </div>
      )}
      {!plain && decision}
    </Card>
  );
}

const waitingWords = (proven: boolean, pasted: boolean): string =>
  proven && !pasted ? 'Ninguém pediu ainda' : 'Esperando o SMS';

type SideProps = {
  title: string;
  icon: typeof UserRound;
  row: NonNullable<Listed['payee']>;
  zone: string;
  money: (cents: number) => string;
  may: boolean;
};

function Side({ title, icon: Icon, row, zone, money, may }: SideProps) {
  const { id, body, state, author, amountCents, receivedAt, reference } = row;
  return (
    <section aria-label={`${title}: ${reference}`} className="min-w-0 rounded-control border border-line p-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="flex items-center gap-2 font-medium text-ink">
          <Icon aria-hidden className="size-4 text-muted" />
          {title} {money(amountCents)}
        </h3>
        {state === 'dismissed' && <Badge>{STATE_WORDS.dismissed}</Badge>}
      </header>
      <p className="mt-2 whitespace-pre-line text-[0.9375rem] text-ink wrap-break-word sm:text-sm">{body}</p>
      <p className="mt-2 text-[0.8125rem] leading-5 text-faint">
        {formatDateTime(receivedAt, zone)}
        {author && `, por ${formatPhone(author)}`}
      </p>
      {may && state !== 'used' && (
        <SideActions id={id} reference={reference} dismissed={state === 'dismissed'} />
      )}
    </section>
  );
}
