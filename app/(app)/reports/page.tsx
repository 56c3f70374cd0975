import { ChartColumn } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';

export const metadata: Metadata = { title: 'Relatórios' };

/** Says plainly what is not here yet, and where the same figures stand today. */
export default async function ReportsPage() {
  await pageGate();
  return (
    <>
      <PageHeader title="Relatórios" description="Cada mês fechado, para conferir, imprimir e baixar." />
      <EmptyState icon={ChartColumn} title="O fechamento mensal chega numa próxima versão">
        <p>
          Aqui vão ficar receita, custo e margem de cada mês por servidor e por plano, renovações provadas e
          recusadas, em CSV e prontos para imprimir.
        </p>
        <p className="mt-3">
          Hoje a primeira tela já mostra a receita do mês, a margem de cada servidor e as renovações dos
          últimos 14 dias.
        </p>
      </EmptyState>
    </>
  );
}
