import { Check, Clock, Smartphone } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import type { Actor } from '@/lib/auth/rules';
import { mbWords } from '@/lib/groups/prices/messages';
import { formatMoney, parseMoney } from '@/lib/money';
import { formatPhone, parsePhone } from '@/lib/phone';
import type { BookLine } from '@/lib/sheets/board/queries';
import type { SettledRow } from '@/lib/sheets/commands';
import { formatDateTime } from '@/lib/time';

/** The built-in book, a reference to a line: order and payment together, open ones first. */
export function BookTable({ lines, actor, now }: { lines: BookLine[]; actor: Actor; now: Date }) {
  const { timezone: zone, country } = actor.reseller;
  return (
    <DataTable
      caption="Linhas do livro do UltraGestor, as que esperam primeiro"
      columns={[
        { key: 'reference', header: 'Referência', primary: true },
        { key: 'state', header: 'Situação', card: 'full' },
        { key: 'values', header: 'Pedido e pagamento', card: 'left' },
        { key: 'number', header: 'Número', card: 'right' },
        { key: 'at', header: 'Desde', align: 'right', card: 'corner' },
      ]}
      rows={lines.flatMap(({ order, payment }) => {
        const row = order ?? payment;
        if (!row) return [];
        return {
          id: row.id,
          cells: {
            reference: <span className="tabular">{row.reference}</span>,
            state: <State order={order} payment={payment} now={now} />,
            values: <span className="tabular">{valuesOf({ order, payment }, actor)}</span>,
            number: (
              <span className="tabular">{formatPhone(parsePhone(row.number, country) ?? row.number)}</span>
            ),
            at: (
              <span className="tabular whitespace-nowrap">
                {formatDateTime(sinceOf(order, payment), zone)}
              </span>
            ),
          },
        };
      })}
    />
  );
}

/** What the row stores as the sheet's own digits, as amounts are read everywhere else. */
function valuesOf({ order, payment }: BookLine, { reseller: { currency, locale } }: Actor): string {
  const cents = payment && parseMoney(payment.value);
  const paid = payment && (cents === null ? payment.value : formatMoney({ cents, currency }, locale));
  return [order && mbWords(Number(order.value), locale), paid].filter(Boolean).join(' · ');
}

/** When the phone last did something about the line, or it was written. */
function sinceOf(order: SettledRow | null, payment: SettledRow | null): Date {
  const times = [order, payment].flatMap((row) => (row ? [(row.phoneAt ?? row.createdAt).getTime()] : []));
  return new Date(Math.max(...times));
}

const WORDS = {
  confirmed: { words: 'Confirmado', tone: 'success', icon: Check },
  leased: { words: 'Com o celular', tone: 'info', icon: Smartphone },
  waiting: { words: 'Esperando', tone: 'neutral', icon: Clock },
} as const;

type StateProps = BookLine & { now: Date };

/** One state where both rows have the same, else each its own. */
function State({ order, payment, now }: StateProps) {
  const [ours, theirs] = [order && stateOf(order, now), payment && stateOf(payment, now)];
  if (ours && theirs && ours !== theirs)
    return (
      <span className="inline-flex flex-wrap gap-1">
        <One state={ours} of="Pedido" />
        <One state={theirs} of="Pagamento" />
      </span>
    );
  const state = ours ?? theirs;
  const missing = order ? !payment && 'Pedido' : 'Pagamento';
  return state && <One state={state} of={missing || undefined} />;
}

function One({ state, of }: { state: keyof typeof WORDS; of?: string }) {
  const { words, tone, icon } = WORDS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {of ? `${of}: ${words.toLowerCase()}` : words}
    </Badge>
  );
}

function stateOf({ phoneState, phoneLeaseUntil }: SettledRow, now: Date): keyof typeof WORDS {
  if (phoneState === 'confirmed') return 'confirmed';
  return phoneState === 'leased' && phoneLeaseUntil !== null && phoneLeaseUntil > now ? 'leased' : 'waiting';
}
