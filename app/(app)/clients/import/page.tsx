import { Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { clientChoices } from '@/lib/clients/queries';
import { BATCH_WORDS } from '@/lib/imports/messages';
import { listImports } from '@/lib/imports/queries';
import { formatDateTime } from '@/lib/time';
import { UploadForm } from './upload-form';

export const metadata: Metadata = { title: 'Importar clientes' };

export default async function ImportPage() {
  const actor = await pageGate('operator');
  const [choices, imports] = await Promise.all([
    clientChoices(actor.resellerId),
    listImports(actor.resellerId),
  ]);
  return (
    <>
      <PageHeader
        title="Importar clientes"
        description="De uma planilha ou da exportação de um painel Sigma. Antes de gravar, você confere cada linha."
        back={{ href: '/clients', label: 'Clientes' }}
      />
      {choices.plans.length === 0 ? (
        <EmptyState icon={Upload} title="Falta onde colocar os clientes">
          <p>Um cliente precisa de um servidor e de um plano. Comece por eles.</p>
          <div className="mt-4 flex flex-wrap justify-center gap-2">
            <ButtonLink href="/servers">Cadastrar um servidor</ButtonLink>
            <ButtonLink href="/plans">Cadastrar um plano</ButtonLink>
          </div>
        </EmptyState>
      ) : (
        <div className="grid gap-6">
          <Card>
            <UploadForm />
          </Card>
          {imports.length > 0 && (
            <section aria-labelledby="latest">
              <h2 id="latest" className="mb-3 font-semibold text-ink">
                Últimas importações
              </h2>
              <DataTable
                caption="Últimas importações"
                columns={[
                  { key: 'file', header: 'Arquivo', primary: true },
                  { key: 'at', header: 'Enviado em' },
                  { key: 'who', header: 'Por' },
                  { key: 'rows', header: 'Linhas', align: 'right' },
                  { key: 'state', header: 'Andamento' },
                ]}
                rows={imports.map((i) => ({
                  id: i.id,
                  href: `/clients/import/${i.id}`,
                  cells: {
                    file: <span className="wrap-anywhere">{i.fileName}</span>,
                    at: formatDateTime(i.createdAt, actor.reseller.timezone),
                    who: i.userName,
                    rows: i.rowCount,
                    state: <Badge tone={BATCH_WORDS[i.state].tone}>{BATCH_WORDS[i.state].label}</Badge>,
                  },
                }))}
              />
            </section>
          )}
        </div>
      )}
    </>
  );
}
