import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card, Stat } from '@/components/card';
import type { Actor } from '@/lib/auth/rules';
import { needingPerson } from '@/lib/board/queries';
import { formatMoney } from '@/lib/money';
import { countExpiring, monthRevenue, receivable } from '@/lib/reports/queries';
import { agoWords } from '@/lib/reports/rules';
import type { Day } from '@/lib/time';

type Props = Pick<Actor, 'resellerId' | 'reseller'> & { today: Day; now: Date };

/** Four figures, each a way to its list. */
export async function KeyFigures({ resellerId, reseller: { currency, timezone }, today, now }: Props) {
  const [due, expiring, needing, revenue] = await Promise.all([
    receivable(resellerId, today),
    countExpiring(resellerId, now, timezone),
    needingPerson(resellerId),
    monthRevenue(resellerId, now, timezone),
  ]);
  const money = (cents: number) => formatMoney({ cents, currency });
  return (
    <Card>
      <h2 className="sr-only">Agora</h2>
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 lg:grid-cols-4 lg:divide-x lg:divide-line lg:*:not-first:pl-5">
        <Figure href="/invoices" label="A receber hoje">
          <Stat
            value={money(due.today.cents)}
            hint={due.late.count > 0 ? `e ${money(due.late.cents)} em atraso` : 'nada em atraso'}
          />
        </Figure>
        <Figure href="/clients?due=3" label="Vencem em 3 dias">
          <Stat
            value={expiring}
            hint={expiring === 1 ? 'cliente, contando hoje' : 'clientes, contando hoje'}
          />
        </Figure>
        <Figure href="/deliveries" label="Precisam de mim">
          <Stat
            value={needing.count}
            tone={needing.count > 0 ? 'danger' : 'neutral'}
            hint={
              needing.oldest ? `a mais antiga ${agoWords(needing.oldest, now)}` : 'tudo entregue ou a caminho'
            }
          />
        </Figure>
        <Figure href="/invoices?tab=paid" label="Receita do mês">
          <Stat
            value={money(revenue.current)}
            hint={
              revenue.previous > 0 ? `mês passado: ${money(revenue.previous)}` : paymentsWord(revenue.count)
            }
          />
        </Figure>
      </div>
    </Card>
  );
}

/** The label alone is the link's name; its target is the whole figure. */
function Figure({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  return (
    <div className="group relative min-w-0">
      <Link
        href={href as Route}
        className="covers text-[0.8125rem] leading-5 text-muted outline-offset-4 group-hover:text-accent"
      >
        {label}
      </Link>
      {children}
    </div>
  );
}

const paymentsWord = (count: number) => (count === 1 ? '1 pagamento' : `${count} pagamentos`);
