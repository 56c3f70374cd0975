import type { Route } from 'next';
import Link from 'next/link';
import type { ResellerId } from '@/db/ids';
import { chargeReason } from '@/lib/mercadopago/messages';
import { pixToReview } from '@/lib/mercadopago/queries';

/** Money that arrived and that only a person can judge: it must not wait unseen. */
export async function PixToReview({ resellerId }: { resellerId: ResellerId }) {
  const found = await pixToReview(resellerId);
  if (found.length === 0) return null;
  return (
    <section
      aria-label="PIX que precisam de você"
      className="mb-4 rounded-control bg-warning-soft px-4 py-2 text-warning"
    >
      <ul>
        {found.map(({ invoiceId, clientName, reason }) => (
          <li key={invoiceId} className="py-1">
            <Link
              href={`/invoices/${invoiceId}` as Route}
              className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-0"
            >
              {clientName}
            </Link>
            <span className="block">{chargeReason(reason)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
