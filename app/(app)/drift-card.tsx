import { ArrowRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useId } from 'react';
import { Card } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { DRIFT_WORDS, driftCount, driftDates } from '@/lib/sync/drift/messages';
import { type Drifted, type Drifts, driftsOf } from '@/lib/sync/drift/queries';
import { DRIFTS, type Drift } from '@/lib/sync/drift/rules';

type Props = { resellerId: ResellerId; now: Date; zone: string };

const SHOWN = 4;

/** Where payments and panels tell different stories, who has paid first; nothing where there is nothing. */
export async function DriftCard({ resellerId, now, zone }: Props) {
  const drifts = await driftsOf(resellerId, { now, zone });
  const told = DRIFTS.filter((kind) => drifts[kind].rows.length > 0);
  if (told.length === 0) return null;
  return (
    <Card title="Pagamentos e painéis" flush>
      <div
        className={
          told.length === 1
            ? undefined
            : 'grid grid-cols-[minmax(0,1fr)] divide-y divide-line lg:grid-cols-2 lg:divide-x lg:divide-y-0'
        }
      >
        {told.map((kind) => (
          <Told key={kind} kind={kind} drifts={drifts[kind]} zone={zone} />
        ))}
      </div>
    </Card>
  );
}

function Told({ kind, drifts, zone }: { kind: Drift; drifts: Drifts; zone: string }) {
  const id = useId();
  const { rows, more } = drifts;
  const { title, todo, link, tone } = DRIFT_WORDS[kind];
  const rest = rows.length - SHOWN;
  return (
    <section aria-labelledby={id} className="px-4 pt-3 pb-1 sm:px-5 sm:pt-4">
      <h3 id={id} className={`font-medium ${TONE[tone]}`}>
        {title}: <span className="tabular">{driftCount(rows.length, more)}</span>
      </h3>
      <p className="max-w-prose text-muted">{todo}</p>
      <ul className="mt-2 divide-y divide-line">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.clientId} className="relative py-2">
            <Link
              href={`/clients/${row.clientId}` as Route}
              className="covers block font-medium wrap-break-word text-ink hover:text-accent"
            >
              {row.name}
            </Link>
            <p className="tabular text-[0.8125rem] leading-5 text-muted">
              {driftDates(row, zone)} · {row.serverName}
            </p>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center justify-between gap-x-3 text-muted">
        {rest > 0 && <span className="tabular">E mais {driftCount(rest, more)}.</span>}
        <Link
          href={placeOf(kind, rows) as Route}
          className="inline-flex min-h-11 items-center gap-1.5 font-medium text-accent underline-offset-4 hover:underline"
        >
          {link}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </p>
    </section>
  );
}

const TONE = { danger: 'text-danger', warning: 'text-warning' };

/** The differences themselves: of the one server, or of all. */
function placeOf(kind: Drift, rows: Drifted[]): string {
  const [first] = rows;
  if (!first || rows.some(({ serverId }) => serverId !== first.serverId)) return '/servers/sync';
  const open = rows.find(({ taken }) => !taken);
  const view = kind === 'paid_here' ? (open?.theirs ? 'earlier' : 'missing_there') : 'later';
  return `/servers/${first.serverId}/sync${open ? `?class=${view}` : ''}`;
}
