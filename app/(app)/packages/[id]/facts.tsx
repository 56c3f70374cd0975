import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import type { Actor } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { AFTER_WORDS, STATE_WORDS } from '@/lib/packages/plan/messages';
import { dataUntil, plannedTimes, progressOf } from '@/lib/packages/plan/rules';
import { halvesByK } from '@/lib/packages/record/rules';
import { nationalDigits } from '@/lib/phone';
import { formatDateTime } from '@/lib/time';
import { whenWords } from '../shown';
import type { Known } from './known';

type Props = Known & { actor: Actor; link: string };

/** How long the package is valid, and the link that shows it to the customer. */
export function Facts({ subscription, slots, rows, late, now, zone, actor, link }: Props) {
  const { state, typeName, startAt, expiresAt, pausedAt, closedAt, slotMb, slotCents, mode } = subscription;
  const { done, total, next, waitsFor } = progressOf(
    slots,
    { state, late, halves: halvesByK(slots, rows) },
    now,
  );
  const until = dataUntil(slots, late, now);
  const value = formatMoney({ cents: slotCents, currency: actor.reseller.currency }, actor.reseller.locale);
  const overtime =
    plannedTimes(slots, late, now).some((p) => p.fate === 'send' && p.at > expiresAt) && !closedAt;
  const badge = STATE_WORDS[state];
  const at = (instant: Date) => formatDateTime(instant, zone);
  return (
    <Card title="Validade" actions={<Badge tone={badge.tone}>{badge.label}</Badge>}>
      <DefinitionList
        items={[
          {
            label: 'Renovações feitas',
            value: <span className="tabular font-medium">{`${done}/${total}`}</span>,
          },
          {
            label: 'Próxima',
            value:
              next && waitsFor ? (
                AFTER_WORDS[waitsFor].long
              ) : next ? (
                <span className="tabular">
                  {next <= now ? 'saindo agora' : `${at(next)} · ${whenWords(next, now, zone)}`}
                </span>
              ) : (
                (pausedAt && `parada desde ${at(pausedAt)}`) || '—'
              ),
          },
          {
            label: 'Expira em',
            value: (
              <span className="tabular">
                {at(expiresAt)}
                {overtime && ' · só termina depois da última renovação'}
              </span>
            ),
          },
          ...(until && state !== 'cancelled'
            ? [{ label: 'Dados válidos até', value: <span className="tabular">{at(until)}</span> }]
            : waitsFor
              ? [{ label: 'Dados válidos até', value: '24 h depois da última renovação' }]
              : []),
          ...(closedAt
            ? [{ label: badge.label, value: <span className="tabular">{at(closedAt)}</span> }]
            : []),
          { label: 'Começou', value: <span className="tabular">{at(startAt)}</span> },
          { label: 'Tipo', value: `${typeName} · ${slotMb} MB e ${value} por renovação` },
          {
            label: 'Modo',
            value: mode === 'automatic' ? 'Automático: pedido e pagamento por aqui' : 'Manual',
          },
          {
            label: 'Número',
            value: (
              <CopyButton
                text={nationalDigits(subscription.number)}
                label={nationalDigits(subscription.number)}
              />
            ),
          },
          { label: 'Link do cliente', value: <CopyButton text={link} label="Copiar link" /> },
        ]}
      />
    </Card>
  );
}
