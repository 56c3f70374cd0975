import { Card } from '@/components/card';
import { stopWords } from '@/lib/servers/hours/messages';
import type { stopsOf } from '@/lib/servers/hours/queries';
import { shownDateTime } from '@/lib/time';

type Props = { stops: Awaited<ReturnType<typeof stopsOf>>; zone: string };

/** When the panel stopped and came back lately, and why. */
export function StopsCard({ stops, zone }: Props) {
  return (
    <Card title="Paradas dos últimos 30 dias">
      {stops.length === 0 ? (
        <p className="text-muted">Nenhuma parada.</p>
      ) : (
        <ul className="-my-2 divide-y divide-line">
          {stops.map((stop) => (
            <li key={stop.id} className="flex flex-wrap justify-between gap-x-6 py-2.5">
              <p className="min-w-0 text-ink">{stopWords(stop)}</p>
              <p className="tabular text-faint">{shownDateTime(stop.at, zone)}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
