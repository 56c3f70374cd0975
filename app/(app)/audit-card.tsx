import Link from 'next/link';
import { Card } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { env } from '@/lib/env';
import { findingWords } from '@/lib/sync/audit/messages';
import { type AuditSummary, findingsOf, latestAudits } from '@/lib/sync/audit/queries';
import { formatDateTime } from '@/lib/time';

type Props = { resellerId: ResellerId; zone: string; serverId?: string };

/**
 * What the nightly reading of the panels found: client by client, in plain words. It changed nothing. Of one
 * server always; of all of them only where there is something to tell.
 */
export async function AuditCard({ resellerId, zone, serverId }: Props) {
  const audits = await latestAudits(resellerId, serverId);
  const findings = await findingsOf(resellerId, audits);
  if (!serverId && findings.total === 0) return null;
  const quietMinutes = Math.round(env().RENEWAL_QUIET_SECONDS / 60);
  const rest = findings.total - findings.rows.length;
  return (
    <Card title="Auditoria do painel">
      {findings.rows.length > 0 && (
        <ul className="-mt-2 mb-3 divide-y divide-line">
          {findings.rows.map(({ id, clientId, clientName, ...finding }) => (
            <li key={id} className="py-2.5">
              <Link
                href={`/clients/${clientId}`}
                className="inline-flex min-h-11 items-center font-medium wrap-break-word text-ink underline-offset-4 hover:underline sm:min-h-0"
              >
                {clientName}
              </Link>
              <p className="text-muted">{findingWords(finding, zone, quietMinutes)}</p>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <p className="mb-3 text-muted">E mais {rest}.</p>}
      <p className="text-muted">{summaryOf(audits, findings.total, zone)}</p>
    </Card>
  );
}

function summaryOf(audits: AuditSummary[], found: number, zone: string): string {
  const latest = audits.reduce<AuditSummary | null>(
    (newest, one) => (newest && newest.startedAt > one.startedAt ? newest : one),
    null,
  );
  if (!latest) return 'A primeira leitura acontece depois das 3 h da próxima madrugada.';
  const sum = (count: (audit: AuditSummary) => number) => audits.reduce((all, one) => all + count(one), 0);
  const [read, skipped] = [sum((one) => one.readCount), sum((one) => one.skippedCount)];
  return [
    `Última leitura em ${formatDateTime(latest.startedAt, zone)}: ${read} ${read === 1 ? 'conta lida' : 'contas lidas'}`,
    skipped > 0 && `${skipped} sem resposta`,
    latest.state === 'running' && 'ainda em andamento',
    found === 0 ? 'tudo como foi pago.' : 'nada foi alterado.',
  ]
    .filter(Boolean)
    .join(', ');
}
