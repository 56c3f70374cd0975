import type { Route } from 'next';
import Link from 'next/link';
import type { ResellerId } from '@/db/ids';
import { ACT_WORDS } from '@/lib/bulk/messages';
import { bulkToWatch } from '@/lib/bulk/queries';
import { type Act, type Tally, totalOf } from '@/lib/bulk/rules';
import { DAY_MS } from '@/lib/time';

type Props = {
  resellerId: ResellerId;
  acts: readonly Act[];
  /** The address of a batch, without its id. */
  place: '/invoices/bulk' | '/clients/bulk';
  tallyWords: (tally: Tally, act: Act) => string;
  now: Date;
};

/** The way back to a batch that still runs or has something to try again. */
export async function BulkLine({ resellerId, acts, place, tallyWords, now }: Props) {
  const batch = await bulkToWatch(resellerId, acts, new Date(now.getTime() - DAY_MS));
  if (!batch) return null;
  const total = totalOf(batch);
  const far = `${total - batch.pending} de ${total}`;
  return (
    <p className="mb-4 flex flex-wrap items-center justify-between gap-x-4 rounded-control bg-info-soft px-4 py-1 text-info">
      <span className="tabular py-1">
        {ACT_WORDS[batch.act]}: {batch.pending > 0 ? `andando, ${far}` : tallyWords(batch, batch.act)}.
      </span>
      <Link
        href={`${place}/${batch.id}` as Route}
        className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-8"
      >
        Ver andamento
      </Link>
    </p>
  );
}
