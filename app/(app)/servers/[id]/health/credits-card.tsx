import { Card, DefinitionList } from '@/components/card';
import { DataTable } from '@/components/table';
import { creditsWords, monthWords, spentWords } from '@/lib/servers/credits/messages';
import type { creditsNow } from '@/lib/servers/credits/queries';
import { isLow, type MonthSpent } from '@/lib/servers/credits/rules';
import type { ServerSummary } from '@/lib/servers/queries';
import { formatDateTime } from '@/lib/time';
import { CreditsForm } from './credits-form';

type Props = {
  server: ServerSummary;
  months: MonthSpent[];
  credits: Awaited<ReturnType<typeof creditsNow>>;
  zone: string;
  owner: boolean;
};

const COLUMNS = [
  { key: 'month', header: 'Mês', primary: true },
  { key: 'renewals', header: 'Renovações provadas', align: 'right' as const },
  { key: 'creations', header: 'Contas criadas', align: 'right' as const },
  { key: 'credits', header: 'Créditos', align: 'right' as const },
];

/** What was spent on this panel, as proved, and what is left by a person's own count. */
export function CreditsCard({ server, months, credits, zone, owner }: Props) {
  return (
    <Card title="Créditos">
      <div className="grid gap-5">
        {credits && credits.left !== null && server.creditsCountedAt && (
          <DefinitionList
            items={[
              {
                label: 'Restam, pela conta daqui',
                value: (
                  <span className={isLow(server, credits.spent) ? 'font-medium text-warning' : undefined}>
                    {creditsWords(credits.left)}
                  </span>
                ),
              },
              {
                label: 'Contados',
                value: `${creditsWords(server.creditsLeft ?? 0)} em ${formatDateTime(server.creditsCountedAt, zone)}`,
              },
              { label: 'Gastos desde então', value: spentWords(credits.spent) },
            ]}
          />
        )}
        {months.length === 0 ? (
          <p className="text-muted">Nenhuma renovação provada nem conta criada por aqui ainda.</p>
        ) : (
          <DataTable
            bare
            caption="Créditos gastos por mês, como provado"
            columns={COLUMNS}
            rows={months.map((month) => ({
              id: month.month,
              cells: {
                month: monthWords(month.month),
                renewals: month.renewals,
                creations: month.creations,
                credits: spentWords(month),
              },
            }))}
          />
        )}
        <p className="max-w-prose text-[0.8125rem] text-faint">
          Conta o que foi provado: o custo do pacote quando foi enviado. Renovações feitas à mão no painel, ou
          cujo pacote não diz o custo, ficam à parte.
        </p>
        {owner && (
          <CreditsForm id={server.id} left={credits?.left ?? null} warnBelow={server.creditsWarnBelow} />
        )}
      </div>
    </Card>
  );
}
