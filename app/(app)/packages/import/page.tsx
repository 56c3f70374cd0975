import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { STATE_WORDS } from '@/lib/packages/imports/messages';
import { importsOf } from '@/lib/packages/imports/queries';
import { dayOf, formatDateTime, wallClock } from '@/lib/time';
import { FilesForm } from './files-form';

export const metadata: Metadata = { title: 'Importar pacotes' };

export default async function ImportPackagesPage() {
  const actor = await pageGate('operator');
  const imports = await importsOf(actor.resellerId);
  return (
    <>
      <PageHeader
        title="Importar pacotes"
        description="Do sistema anterior, com o que já foi renovado. Você confere cada pacote antes de gravar."
        back={{ href: '/packages', label: 'Pacotes' }}
      />
      <div className="grid gap-6">
        <Card>
          <FilesForm tenInUtc={tenInUtc(actor.reseller.timezone, new Date())} />
        </Card>
        {imports.length > 0 && (
          <section aria-labelledby="latest">
            <h2 id="latest" className="mb-3 font-semibold text-ink">
              Últimas importações
            </h2>
            <DataTable
              caption="Últimas importações"
              columns={[
                { key: 'at', header: 'Lida em', primary: true },
                { key: 'who', header: 'Por' },
                { key: 'state', header: 'Andamento', card: 'corner' },
              ]}
              rows={imports.map((row) => ({
                id: row.id,
                href: `/packages/import/${row.id}`,
                cells: {
                  at: formatDateTime(row.createdAt, actor.reseller.timezone),
                  who: row.userName,
                  state: <Badge tone={STATE_WORDS[row.state].tone}>{STATE_WORDS[row.state].label}</Badge>,
                },
              }))}
            />
          </section>
        )}
      </div>
    </>
  );
}

/** `08:00` where the clock is two hours ahead of the world's. */
const tenInUtc = (zone: string, now: Date): string =>
  wallClock(`${dayOf(now, zone)}T10:00`, zone)
    ?.toISOString()
    .slice(11, 16) ?? 'outra hora';
