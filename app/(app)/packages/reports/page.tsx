import { ChartColumn } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { Card, Stat } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { PrintButton } from '@/components/print-button';
import { pageGate } from '@/lib/auth/gates';
import { type Actor, allows } from '@/lib/auth/rules';
import { mbWords } from '@/lib/groups/prices/messages';
import { moneyColumn } from '@/lib/money';
import { monthReport } from '@/lib/packages/reports/queries';
import { type Figures, monthOf, monthWords, spanOf, totalOf, under } from '@/lib/packages/reports/rules';
import { FiguresTable } from './figures-table';
import { MonthPicker } from './month-picker';

export const metadata: Metadata = { title: 'Relatório de pacotes' };

/** A month of packages on the reseller's calendar: sold, renewed, late, skipped. */
export default async function PackageReportPage({ searchParams }: PageProps<'/packages/reports'>) {
  const actor = await pageGate();
  const { month: asked } = await searchParams;
  const now = new Date();
  const zone = actor.reseller.timezone;
  const month = monthOf(typeof asked === 'string' ? asked : undefined, now, zone);
  const rows = await monthReport(actor.resellerId, spanOf(month, zone));
  return (
    <>
      <PageHeader
        title={`Pacotes em ${monthWords(month)}`}
        description="O que foi vendido no mês e o que foi feito das renovações com hora nele."
        actions={
          rows.length > 0 && (
            <span className="flex flex-wrap gap-2 print:hidden">
              {allows(actor.role, 'owner') && (
                <ButtonLink href={`/packages/reports/export?month=${month}`} size="sm" download>
                  Exportar CSV
                </ButtonLink>
              )}
              <PrintButton />
            </span>
          )
        }
      />
      <MonthPicker month={month} current={monthOf(undefined, now, zone)} />
      {rows.length === 0 ? (
        <EmptyState icon={ChartColumn} title="Nada neste mês">
          Nenhum pacote foi vendido e nenhuma renovação tinha hora neste mês.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Totals total={totalOf(rows)} actor={actor} />
          <FiguresTable title="Por tipo" rows={under(rows, 'type')} actor={actor} />
          <FiguresTable title="Por grupo" rows={under(rows, 'group')} actor={actor} />
        </div>
      )}
    </>
  );
}

function Totals({ total, actor }: { total: Figures; actor: Actor }) {
  const { currency, locale } = actor.reseller;
  const money = moneyColumn([total.soldCents, total.renewedCents], currency, locale);
  return (
    <Card>
      <h2 className="sr-only">Ao todo</h2>
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
        <Stat
          label="Pacotes vendidos"
          value={total.automatic + total.manual}
          hint={`${total.automatic} automáticos, ${total.manual} manuais`}
        />
        <Stat label="Vendido por aqui" value={money(total.soldCents)} hint={mbWords(total.soldMb, locale)} />
        <Stat
          label="Renovações entregues"
          value={total.delivered}
          hint={total.late > 0 ? `${total.late} com atraso` : 'todas na hora'}
        />
        <Stat label="Renovado" value={money(total.renewedCents)} hint={mbWords(total.renewedMb, locale)} />
      </div>
    </Card>
  );
}
