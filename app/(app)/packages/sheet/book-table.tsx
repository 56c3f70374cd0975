import { Check, Clock, Smartphone } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import type { BookLine } from '@/lib/sheets/board/queries';
import type { SettledRow } from '@/lib/sheets/commands';
import { formatDateTime } from '@/lib/time';

/** The built-in book, a reference to a line: order and payment together, open ones first. */
export function BookTable({ lines, zone, now }: { lines: BookLine[]; zone: string; now: Date }) {
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
        const values = [order && `${order.value} MB`, payment && `${payment.value} MT`];
        return {
          id: row.id,
          cells: {
            reference: <span className="tabular">{row.reference}</span>,
            state: <State order={order} payment={payment} now={now} />,
            values: <span className="tabular">{values.filter(Boolean).join(' · ')}</span>,
            number: <span className="tabular">{row.number}</span>,
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
