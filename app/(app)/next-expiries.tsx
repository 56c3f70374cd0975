import { CalendarClock } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Badge } from '@/components/badge';
import { Card, CardLink } from '@/components/card';
import { expiryWords } from '@/lib/clients/messages';
import { daysLeft } from '@/lib/clients/rules';
import type { NextExpiry } from '@/lib/reports/queries';
import { formatDate } from '@/lib/time';

type Props = { rows: NextExpiry[]; now: Date; zone: string };

/** Who runs out next, and whether that is already charged for. */
export function NextExpiries({ rows, now, zone }: Props) {
  if (rows.length === 0) {
    return (
      <Card title="Próximas renovações">
        <p className="flex items-center gap-3 text-muted">
          <CalendarClock aria-hidden className="size-5 shrink-0 text-faint" />
          Ninguém com validade em curso. Quem vencer primeiro aparece aqui.
        </p>
      </Card>
    );
  }
  const manyServers = new Set(rows.map((row) => row.serverName)).size > 1;
  const week = <CardLink href="/clients?due=7">Ver a semana</CardLink>;
  return (
    <Card title="Próximas renovações" flush actions={week}>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <Expiry key={row.id} {...{ row, now, zone, manyServers }} />
        ))}
      </ul>
    </Card>
  );
}

type ExpiryProps = { row: NextExpiry; now: Date; zone: string; manyServers: boolean };

function Expiry({ row, now, zone, manyServers }: ExpiryProps) {
  const { words, tone } = expiryWords(daysLeft(row.expiresAt, now, zone));
  return (
    <li className="relative flex items-center gap-4 px-4 py-2.5 transition-colors duration-100 last:rounded-b-card hover:bg-sunken/70 sm:px-5">
      <div className="min-w-0 flex-1">
        <Link
          href={`/clients/${row.id}` as Route}
          className="covers block truncate font-medium text-ink hover:text-accent"
        >
          {row.name}
        </Link>
        <p className="truncate text-xs leading-4 text-faint">
          {row.invoiced && <span className="font-medium text-info sm:hidden">Em aberto · </span>}
          {manyServers ? `${row.planName} · ${row.serverName}` : row.planName}
        </p>
      </div>
      {row.invoiced && (
        <span className="max-sm:hidden">
          <Badge tone="info">Em aberto</Badge>
        </span>
      )}
      <div className="shrink-0 text-right sm:w-24">
        <p className="tabular text-ink">{formatDate(row.expiresAt, zone)}</p>
        <p className={`text-xs leading-4 ${TONE[tone]}`}>{words}</p>
      </div>
    </li>
  );
}

const TONE = { neutral: 'text-faint', warning: 'text-warning', danger: 'text-danger' };
