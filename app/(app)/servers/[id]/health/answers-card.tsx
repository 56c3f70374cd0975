import { Card, Stat } from '@/components/card';
import { msWords } from '@/lib/servers/hours/messages';
import type { HourShown, summaryOf } from '@/lib/servers/hours/rules';
import type { ServerSummary } from '@/lib/servers/queries';
import { HoursChart } from './hours-chart';

type Props = {
  server: ServerSummary;
  summary: ReturnType<typeof summaryOf>;
  hours: HourShown[];
  zone: string;
};

/** How fast the panel answered in the last day, and how often it did not. */
export function AnswersCard({ server, summary, hours, zone }: Props) {
  const { calls, failures, medianMs, slowMs } = summary;
  const last = msWords(server.lastLatencyMs);
  const figure = (n: number) => n.toLocaleString('pt-BR');
  return (
    <Card title="Respostas das últimas 24 horas">
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 lg:grid-cols-4">
        <Stat label="A última levou" value={last} />
        <Stat label="Metade veio em até" value={msWords(medianMs)} hint="Mediana aproximada" />
        <Stat label="95 de 100 em até" value={msWords(slowMs)} hint="Só 5 de 100 demoraram mais" />
        <Stat
          label="Sem resposta boa"
          value={calls === 0 ? '—' : figure(failures)}
          hint={calls === 0 ? undefined : `de ${figure(calls)} pedidos anotados`}
          tone={failures > 0 ? 'warning' : 'neutral'}
        />
      </div>
      {calls === 0 ? (
        <p className="mt-4 text-muted">Nenhum pedido a este painel anotado nas últimas 24 horas.</p>
      ) : (
        <HoursChart hours={hours} zone={zone} />
      )}
    </Card>
  );
}
