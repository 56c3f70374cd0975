import { Card } from '@/components/card';
import type { Actor } from '@/lib/auth/rules';
import { mbWords } from '@/lib/groups/prices/messages';
import { formatMoney } from '@/lib/money';
import { HalfLine } from './half-line';
import type { Known } from './known';

/** The package's own order and payment, where it was sold here. */
export function InitialCard({ subscription, rows, zone, actor }: Known & { actor: Actor }) {
  const { initialMb, initialCents, bonusMb } = subscription;
  if (initialMb === null || initialCents === null) return null;
  const { currency, locale } = actor.reseller;
  const own = rows.filter((row) => row.slotId === null);
  return (
    <Card title="Pacote principal">
      <p className="tabular text-ink">
        {mbWords(initialMb, locale)} por {formatMoney({ cents: initialCents, currency }, locale)}
        {bonusMb > 0 && ` · mais ${mbWords(bonusMb, locale)} de fidelidade`}
      </p>
      <ul className="mt-3 grid gap-2">
        {own.map((row) => (
          <HalfLine
            key={row.id}
            name={row.book === 'orders' ? `Pedido ${row.reference}` : 'Pagamento'}
            row={row}
            zone={zone}
          />
        ))}
      </ul>
    </Card>
  );
}
