import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { lengthWords } from '@/lib/packages/plan/messages';
import type { Outage } from '@/lib/packages/reports/outages/rules';
import { formatDateTime } from '@/lib/time';

const MOST = 20;

type Props = { outages: Outage[]; alone: number; zone: string; now: Date };

/** When renewals did not go out, and what became of them. */
export function OutageCard({ outages, alone, zone, now }: Props) {
  return (
    <Card title="Paradas dos últimos 30 dias" flush={outages.length > 0}>
      {outages.length === 0 && (
        <p className="text-muted">
          {alone === 0
            ? 'Nenhuma: toda renovação saiu na hora dela, com até uma hora de tolerância.'
            : `Nenhuma parada. ${aloneWords(alone)}`}
        </p>
      )}
      <ul>
        {outages.slice(0, MOST).map((outage) => (
          <li key={outage.from.getTime()} className="border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
            <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <p className="tabular font-medium text-ink">
                {formatDateTime(outage.from, zone)} – {outage.to ? until(outage, zone) : 'agora'}
                <span className="font-normal text-muted">
                  {' '}
                  · {lengthWords((outage.to ?? now).getTime() - outage.from.getTime())}
                </span>
              </p>
              {outage.to === null && <Badge tone="danger">Em curso</Badge>}
            </div>
            <p className="tabular mt-0.5 text-muted">{sentence(outage)}</p>
          </li>
        ))}
      </ul>
      {outages.length > 0 && alone > 0 && (
        <p className="border-t border-line px-4 py-3 text-muted sm:px-5">
          Fora das paradas: {aloneWords(alone)}
        </p>
      )}
    </Card>
  );
}

const aloneWords = (n: number): string =>
  n === 1
    ? '1 renovação atrasou sozinha, enquanto outras saíam ou só esperando o celular, a planilha ou a anterior. O motivo está no pacote dela.'
    : `${n} renovações atrasaram sozinhas, enquanto outras saíam ou só esperando o celular, a planilha ou a anterior. O motivo está no pacote de cada uma.`;

/** The end: its hour alone where the day is the same. */
function until({ from, to }: Outage, zone: string): string {
  if (!to) return '';
  const [start, end] = [formatDateTime(from, zone), formatDateTime(to, zone)];
  return start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end;
}

function sentence({ late, delivered, owed, skipped, after }: Outage): string {
  const many = (n: number, one: string, more: string) => (n > 0 ? `${n} ${n === 1 ? one : more}` : null);
  return [
    many(late, 'renovação atrasada', 'renovações atrasadas'),
    many(delivered, 'entregue', 'entregues'),
    many(owed, 'ainda a entregar', 'ainda a entregar'),
    many(skipped, 'pulada', 'puladas'),
    many(after, 'delas só por causa das 20 h entre duas', 'delas só por causa das 20 h entre duas'),
  ]
    .filter(Boolean)
    .join(' · ');
}
