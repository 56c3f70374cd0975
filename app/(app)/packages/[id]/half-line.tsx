import { Badge } from '@/components/badge';
import { rowWords } from '@/lib/packages/record/messages';
import type { RecordRow } from '@/lib/packages/record/queries';
import { proofsOf } from '@/lib/packages/record/rules';
import { reasonWords } from '@/lib/sheets/messages';
import { formatDateTime } from '@/lib/time';

/** One row of a book: its own state, since when it stands there, and what each post was answered. */
export function HalfLine({ name, row, zone }: { name: string; row: RecordRow | undefined; zone: string }) {
  const { label, tone, detail } = rowWords(row, zone);
  const why = row?.reason && row.state !== 'done' && row.state !== 'cancelled' ? reasonWords(row.reason) : '';
  const proofs = row ? proofsOf(row.evidence) : [];
  return (
    <li className="min-w-0 text-[0.8125rem] leading-5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-muted">{name}</span>
        <Badge tone={tone}>{label}</Badge>
        {detail && <span className="tabular text-faint">{detail}</span>}
      </p>
      {why && <p className="text-muted">{why}</p>}
      {proofs.length > 0 && (
        <details>
          <summary className="inline-flex min-h-11 items-center rounded-control text-muted hover:text-ink sm:min-h-7">
            Ver o que a planilha respondeu
          </summary>
          <ul className="grid gap-1.5 pb-1">
            {proofs.map((proof) => (
              <li key={`${proof.at?.getTime()} ${proof.said}`} className="min-w-0">
                {proof.at && <span className="tabular text-faint">{formatDateTime(proof.at, zone)} </span>}
                <code className="wrap-anywhere text-ink">{proof.said}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
