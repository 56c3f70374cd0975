import { Card, DefinitionList } from '@/components/card';
import { creditsWords, monthWords, spentFigure, spentWords } from '@/lib/servers/credits/messages';
import type { creditsNow } from '@/lib/servers/credits/queries';
import { isLow, type MonthSpent } from '@/lib/servers/credits/rules';
import type { ServerSummary } from '@/lib/servers/queries';
import { shownDateTime } from '@/lib/time';
import { CreditsForm } from './credits-form';

type Props = {
  server: ServerSummary;
  months: MonthSpent[];
  credits: Awaited<ReturnType<typeof creditsNow>>;
  zone: string;
  owner: boolean;
};

const CELL = 'py-1.5 pl-3 text-right align-baseline';

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
                value: `${creditsWords(server.creditsLeft ?? 0)} em ${shownDateTime(server.creditsCountedAt, zone)}`,
              },
              { label: 'Gastos desde então', value: spentWords(credits.spent) },
            ]}
          />
        )}
        {owner && (
          <CreditsForm id={server.id} left={credits?.left ?? null} warnBelow={server.creditsWarnBelow} />
        )}
        {months.length === 0 ? (
          <p className="text-muted">Nenhuma renovação provada nem conta criada por aqui ainda.</p>
        ) : (
          <Months months={months} />
        )}
        <p className="max-w-prose text-[0.8125rem] text-faint">
          Conta o que foi provado: o custo do pacote quando foi enviado. Ficam à parte as renovações feitas à
          mão no painel, as de antes desta contagem e as de pacotes que não dizem o custo.
        </p>
      </div>
    </Card>
  );
}

/** Small beside the form it belongs to, on a phone too. */
function Months({ months }: { months: MonthSpent[] }) {
  return (
    <table className="tabular w-full border-t border-line">
      <caption className="sr-only">Créditos gastos por mês, como provado</caption>
      <thead>
        <tr className="text-left text-[0.8125rem] text-muted">
          <th scope="col" className="py-1.5 font-medium">
            Mês
          </th>
          {['Renovações', 'Contas', 'Créditos'].map((head) => (
            <th key={head} scope="col" className={`${CELL} font-medium`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month.month} className="border-t border-line">
            <th
              scope="row"
              className="py-1.5 text-left align-baseline font-normal whitespace-nowrap text-ink"
            >
              {monthWords(month.month)}
            </th>
            <td className={CELL}>{month.renewals.toLocaleString('pt-BR')}</td>
            <td className={CELL}>{month.creations.toLocaleString('pt-BR')}</td>
            <td className={`${CELL} text-ink`}>{spentFigure(month)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
