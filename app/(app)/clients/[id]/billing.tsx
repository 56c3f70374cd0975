import { Badge } from '@/components/badge';
import { Card, CardLink } from '@/components/card';
import type { Actor } from '@/lib/auth/rules';
import { latestInvoices } from '@/lib/clients/billing/queries';
import type { ClientDetail } from '@/lib/clients/queries';
import { STATE_TONES, STATE_WORDS } from '@/lib/invoices/messages';
import { shownState } from '@/lib/invoices/rules';
import { formatMoney } from '@/lib/money';
import { TWO_RENEWALS } from '@/lib/renewals/messages';
import { renewalViews } from '@/lib/renewals/queries';
import { dayOf, formatDay } from '@/lib/time';

type Props = { client: ClientDetail; actor: Actor; now: Date };

/** The latest invoices, each with what became of its renewal. */
export async function Billing({ client, actor, now }: Props) {
  const { timezone, locale } = actor.reseller;
  const rows = await latestInvoices(actor.resellerId, client.id);
  const invoiceIds = rows.map((r) => r.id);
  const renewals = invoiceIds.length
    ? await renewalViews(actor.resellerId, { invoiceIds }, now, timezone)
    : [];
  const today = dayOf(now, timezone);
  return (
    <Card title="Faturas" actions={<CardLink href={`/invoices?client=${client.id}`}>Ver faturas</CardLink>}>
      {rows.length === 0 && <p className="text-muted">Nenhuma fatura ainda.</p>}
      <ul className="grid">
        {rows.map((row) => {
          const state = shownState(row, today);
          const renewal = renewals.findLast((r) => r.invoiceId === row.id && r.state !== 'cancelled');
          return (
            <li
              key={row.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line py-2.5 not-last:border-b"
            >
              <span className="tabular min-w-24 font-medium text-ink">
                {formatMoney({ cents: row.amountCents, currency: row.currency }, locale)}
              </span>
              <span className="tabular mr-auto text-muted">vence {formatDay(row.dueOn)}</span>
              <Badge tone={STATE_TONES[state]}>{STATE_WORDS[state]}</Badge>
              {renewal && <Badge tone={renewal.tone}>{renewal.text}</Badge>}
              {renewal?.warning && <Badge tone="warning">{TWO_RENEWALS}</Badge>}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
