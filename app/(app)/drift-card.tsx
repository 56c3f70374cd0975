import { ArrowRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useId } from 'react';
import { Card } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import {
  DRIFT_TODO,
  DRIFT_WORDS,
  driftCount,
  driftDates,
  driftLink,
  SHORT_TITLE,
} from '@/lib/sync/drift/messages';
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
          <Told key={kind} kind={kind} drifts={drifts[kind]} now={now} zone={zone} />
        ))}
      </div>
    </Card>
  );
}

type ToldProps = { kind: Drift; drifts: Drifts; now: Date; zone: string };

function Told({ kind, drifts, now, zone }: ToldProps) {
  const id = useId();
  const { rows, more } = drifts;
  const { title, tone } = DRIFT_WORDS[kind];
  const short = kind === 'paid_here' && rows.some(({ theirs }) => theirs && theirs > now);
  const classes = CLASSES.filter((one) => rows.some((row) => classOf(kind, row) === one));
  const rest = rows.length - SHOWN;
  return (
    <section aria-labelledby={id} className="px-4 pt-3 pb-1 sm:px-5 sm:pt-4">
      <h3 id={id} className={`font-medium ${TONE[tone]}`}>
        {short ? SHORT_TITLE : title}: <span className="tabular">{driftCount(rows.length, more)}</span>
      </h3>
      {classes.map((one) => (
        <p key={one} className="mt-1 max-w-prose text-muted">
          {DRIFT_TODO[one]}
        </p>
      ))}
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
              {driftDates(row, now, zone)} · {row.serverName}
            </p>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="tabular pt-1 text-muted">E mais {driftCount(rest, more)}.</p>}
      <ul className="flex flex-wrap gap-x-6">
        {placesOf(kind, rows).map(({ href, label }) => (
          <li key={href}>
            <Link href={href as Route} className={linkLook}>
              {label}
              <ArrowRight aria-hidden className="size-4" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const TONE = { danger: 'text-danger', warning: 'text-warning' };

const linkLook =
  'tabular inline-flex min-h-11 items-center gap-1.5 font-medium text-accent underline-offset-4 hover:underline';

const CLASSES = ['earlier', 'missing_there', 'later'] as const;

/** By which class the page of differences lists a row. */
const classOf = (kind: Drift, { theirs }: Drifted): (typeof CLASSES)[number] =>
  kind === 'unpaid_there' ? 'later' : theirs ? 'earlier' : 'missing_there';

/** The differences themselves: of the one server, each class with how many are left to decide; or of all servers. */
function placesOf(kind: Drift, rows: Drifted[]): { href: string; label: string }[] {
  const [first] = rows;
  if (!first || rows.some(({ serverId }) => serverId !== first.serverId))
    return [{ href: '/servers/sync', label: 'Comparar com o painel' }];
  const place = `/servers/${first.serverId}/sync`;
  const found = CLASSES.flatMap((one) => {
    const n = rows.filter((row) => !row.taken && classOf(kind, row) === one).length;
    return n > 0 ? [{ href: `${place}?class=${one}`, label: driftLink(one, n) }] : [];
  });
  return found.length > 0 ? found : [{ href: place, label: 'Ver o que já foi copiado' }];
}
