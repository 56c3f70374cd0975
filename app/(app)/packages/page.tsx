import { Package } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';

export const metadata: Metadata = { title: 'Pacotes' };

/** Says plainly what is not here yet. */
export default async function PackagesPage() {
  await pageGate();
  return (
    <>
      <PageHeader
        title="Pacotes"
        description="Renovações diárias de dados por número, para quem revende internet móvel."
      />
      <EmptyState icon={Package} title="Os pacotes diários chegam numa próxima versão">
        <p>
          Aqui vão ficar as assinaturas de 3, 5, 15 e 30 dias: cada dia um pedido e um pagamento na planilha,
          com referência única, pausa, cancelamento e histórico inteiro.
        </p>
        <p className="mt-3">
          Hoje já funciona a renovação mensal: um pagamento marcado renova o cliente no painel dele uma única
          vez, com prova.
        </p>
      </EmptyState>
    </>
  );
}
