import { Card, Unfold } from '@/components/card';
import { barHeights } from '@/lib/reports/rules';
import { type Day, formatDay } from '@/lib/time';

const FULL = 56;
const STEP = 20;
const BAR = 14;

type Props = { days: { day: Day; n: number }[]; title?: string };

/** Renewals per day as bars, with the same figures as a table behind. */
export function RenewalsChart({ days, title = 'Renovações provadas por dia' }: Props) {
  const total = days.reduce((all, d) => all + d.n, 0);
  const heights = barHeights(
    days.map((d) => d.n),
    FULL,
  );
  const short = (day: Day | undefined) => (day ? formatDay(day).slice(0, 5) : '');
  return (
    <Card title={title}>
      <p className="tabular text-muted">
        <span className="text-xl font-semibold text-ink">{total}</span> nos últimos {days.length} dias
      </p>
      <svg
        viewBox={`0 0 ${days.length * STEP - (STEP - BAR)} ${FULL}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="mt-4 h-14 w-full"
      >
        {days.map(({ day }, at) => {
          const height = heights[at] ?? 0;
          const look = height === 0 ? 'fill-line' : at === days.length - 1 ? 'fill-accent' : 'fill-accent/45';
          return (
            <rect
              key={day}
              x={at * STEP}
              y={FULL - (height || 2)}
              width={BAR}
              height={height || 2}
              className={look}
            />
          );
        })}
      </svg>
      <p aria-hidden className="tabular mt-1.5 flex justify-between text-xs text-faint">
        <span>{short(days[0]?.day)}</span>
        <span>hoje</span>
      </p>
      <Unfold words="Ver os números">
        <table className="tabular mt-1 w-full">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="text-left text-faint">
              <th scope="col" className="py-1 font-normal">
                Dia
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Renovações
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, n }) => (
              <tr key={day} className="border-t border-line">
                <td className="py-1">{formatDay(day)}</td>
                <td className="py-1 text-right">{n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Unfold>
    </Card>
  );
}
