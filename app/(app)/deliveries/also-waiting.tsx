import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { accountWords } from '@/lib/accounts/messages';
import type { accountsToReview } from '@/lib/accounts/queries';
import { chargeReason } from '@/lib/mercadopago/messages';
import type { pixToReview } from '@/lib/mercadopago/queries';
import { age } from '@/lib/time';

type Rows<F extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<F>>;
type Props = { accounts: Rows<typeof accountsToReview>; pix: Rows<typeof pixToReview>; now: Date };

/** What waits for a person and is no renewal: money that arrived by PIX, accounts on the panels. */
export function AlsoWaiting({ accounts, pix, now }: Props) {
  if (accounts.length + pix.length === 0) return null;
  return (
    <section aria-labelledby="also-waiting" className="mb-6">
      <h2 id="also-waiting" className="mb-2 font-semibold text-ink">
        PIX e contas que precisam de você
      </h2>
      <DataTable
        caption="PIX e contas no painel que precisam de você"
        columns={[
          { key: 'client', header: 'Cliente', primary: true },
          { key: 'what', header: 'O que é', card: 'corner' },
          { key: 'age', header: 'Desde há', card: 'hidden' },
          { key: 'why', header: 'O que houve', card: 'full' },
        ]}
        rows={[
          ...pix.map((p) => ({
            id: p.invoiceId,
            href: `/invoices/${p.invoiceId}`,
            cells: cellsOf(p, 'PIX recebido', chargeReason(p.reason), now),
          })),
          ...accounts.map((a) => ({
            id: a.clientId,
            href: `/clients/${a.clientId}`,
            cells: cellsOf(a, KIND[a.kind], accountWords(a.state, a.reason, a.detail), now),
          })),
        ]}
      />
    </section>
  );
}

const KIND = { create: 'Conta no painel', status: 'Situação no painel' };

type Waiting = { clientName: string; createdAt: Date };

const cellsOf = ({ clientName, createdAt }: Waiting, what: string, why: string | null, now: Date) => ({
  client: clientName,
  what: <Badge tone="danger">{what}</Badge>,
  age: age(createdAt, now),
  why: why && <span className="block max-w-xl whitespace-normal first-letter:uppercase">{why}</span>,
});
