import { ChartColumn } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';

export const metadata: Metadata = { title: 'Relatórios' };

/** Says plainly what is not here yet, and leads to where the same figures stand today. */
export default async function ReportsPage() {
  const { reseller } = await pageGate();
  return (
    <>
      <PageHeader title="Relatórios" description="Os números do mês, para conferir, imprimir e baixar." />
      <EmptyState icon={ChartColumn} title="Onde estão os números de hoje">
        <p>
          O Painel mostra a receita do mês, a margem de cada servidor e as renovações dos últimos 14 dias. O
          fechamento mensal por servidor e por plano ainda não está aqui.
        </p>
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {reseller.country === 'MZ' && (
            <ButtonLink href="/packages/reports">Relatório de pacotes</ButtonLink>
          )}
          <ButtonLink href="/">Abrir o Painel</ButtonLink>
        </div>
      </EmptyState>
    </>
  );
}
