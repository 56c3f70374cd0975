import { Package } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Card, CardLink } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { expiryWords } from '@/lib/clients/messages';
import { daysLeft } from '@/lib/clients/rules';
import { listPackages, type PackageRow } from '@/lib/packages/list/queries';
import { formatPhone } from '@/lib/phone';
import { formatDate } from '@/lib/time';
import { PerDay } from './packages/stats';

const NEXT = 8;

type Props = { resellerId: ResellerId; zone: string; now: Date };

/** For who sells packages and nothing else: which end first, and the renewals of each day. */
export async function PackagesAhead({ resellerId, zone, now }: Props) {
  const { rows } = await listPackages(resellerId, {}, now);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:gap-5">
      <EndingFirst rows={rows.slice(0, NEXT)} zone={zone} now={now} />
      <PerDay resellerId={resellerId} zone={zone} now={now} />
    </div>
  );
}

function EndingFirst({ rows, zone, now }: { rows: PackageRow[]; zone: string; now: Date }) {
  if (rows.length === 0)
    return (
      <Card title="Terminam primeiro">
        <p className="flex items-center gap-3 text-muted">
          <Package aria-hidden className="size-5 shrink-0 text-faint" />
          Nenhum pacote ativo. O que terminar primeiro aparece aqui.
        </p>
      </Card>
    );
  const all = <CardLink href="/packages">Ver todos</CardLink>;
  return (
    <Card title="Terminam primeiro" flush actions={all}>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <Ending key={row.id} row={row} zone={zone} now={now} />
        ))}
      </ul>
    </Card>
  );
}

function Ending({ row, zone, now }: { row: PackageRow; zone: string; now: Date }) {
  const { words, tone } = expiryWords(daysLeft(row.expiresAt, now, zone));
  const { done, total } = row.progress;
  return (
    <li className="relative flex items-center gap-4 px-4 py-2.5 transition-colors duration-100 last:rounded-b-card hover:bg-sunken/70 sm:px-5">
      <div className="min-w-0 flex-1">
        <Link
          href={`/packages/${row.id}` as Route}
          className="covers tabular block truncate font-medium text-ink hover:text-accent"
        >
          {formatPhone(row.number)}
        </Link>
        <p className="tabular truncate text-xs leading-4 text-faint">
          {row.reference} · {row.groupName ?? 'Sem grupo'} · {done} de {total}
        </p>
      </div>
      <div className="shrink-0 text-right">
        <p className="tabular text-ink">{formatDate(row.expiresAt, zone)}</p>
        <p className={`text-xs leading-4 ${TONE[tone]}`}>{words}</p>
      </div>
    </li>
  );
}

const TONE = { neutral: 'text-faint', warning: 'text-warning', danger: 'text-danger' };
