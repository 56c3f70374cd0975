import type { Route } from 'next';
import Link from 'next/link';
import type { ResellerId } from '@/db/ids';
import { tallyWords } from '@/lib/bulk/messages';
import { bulkToWatch } from '@/lib/bulk/queries';
import { totalOf } from '@/lib/bulk/rules';
import { DAY_MS } from '@/lib/time';

/** The way back to a batch that still runs or has something to try again. */
export async function BulkLine({ resellerId, now }: { resellerId: ResellerId; now: Date }) {
  const batch = await bulkToWatch(resellerId, new Date(now.getTime() - DAY_MS));
  if (!batch) return null;
  const total = totalOf(batch);
  const words =
    batch.pending > 0
      ? `Pagamento em lote andando: ${total - batch.pending} de ${total}.`
      : `Último pagamento em lote: ${tallyWords(batch)}.`;
  return (
    <p className="mb-4 flex flex-wrap items-center justify-between gap-x-4 rounded-control bg-info-soft px-4 py-1 text-info">
      <span className="tabular py-1">{words}</span>
      <Link
        href={`/invoices/bulk/${batch.id}` as Route}
        className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-8"
      >
        Ver andamento
      </Link>
    </p>
  );
}
