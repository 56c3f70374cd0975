import { CalendarClock } from 'lucide-react';
import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { DataTable } from '@/components/table';
import { expiryWords } from '@/lib/clients/messages';
import { daysLeft } from '@/lib/clients/rules';
import type { NextExpiry } from '@/lib/reports/queries';
import { formatDate } from '@/lib/time';

const COLUMNS = [
  { key: 'client', header: 'Cliente', primary: true },
  { key: 'expiry', header: 'Vencimento' },
  { key: 'invoice', header: 'Cobrança', align: 'right' as const },
];

export function NextExpiries({ rows, now, zone }: { rows: NextExpiry[]; now: Date; zone: string }) {
  return (
    <Card
      title="Próximas renovações"
      flush={rows.length > 0}
      actions={
        rows.length > 0 && (
          <ButtonLink href="/clients?due=7" variant="ghost" size="sm">
            Ver a semana
          </ButtonLink>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="flex items-center gap-3 text-muted">
          <CalendarClock aria-hidden className="size-5 shrink-0 text-faint" />
          Ninguém com validade em curso. Quem vencer primeiro aparece aqui.
        </p>
      ) : (
        <DataTable
          bare
          caption="Quem vence primeiro"
          columns={COLUMNS}
          rows={rows.map((row) => shown(row, now, zone))}
        />
      )}
    </Card>
  );
}

function shown({ id, name, expiresAt, planName, serverName, invoiced }: NextExpiry, now: Date, zone: string) {
  const { words, tone } = expiryWords(daysLeft(expiresAt, now, zone));
  return {
    id,
    href: `/clients/${id}`,
    cells: {
      client: name,
      expiry: (
        <span className="max-sm:text-right">
          <span className="tabular block text-ink">{formatDate(expiresAt, zone)}</span>
          <span className={`block text-xs leading-4 ${tone === 'neutral' ? 'text-faint' : `text-${tone}`}`}>
            {words}
          </span>
          <span className="sr-only">
            {planName}, {serverName}
          </span>
        </span>
      ),
      invoice: invoiced ? (
        <Badge tone="info">Em aberto</Badge>
      ) : (
        <span className="text-faint">ainda não</span>
      ),
    },
  };
}
