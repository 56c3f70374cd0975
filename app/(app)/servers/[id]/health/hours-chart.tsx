import { Unfold } from '@/components/card';
import { barHeights } from '@/lib/reports/rules';
import { msWords } from '@/lib/servers/hours/messages';
import type { HourShown } from '@/lib/servers/hours/rules';
import { formatTime } from '@/lib/time';

const FULL = 56;
const STEP = 20;
const BAR = 14;
const CELL = 'py-1 text-right';

/** The median of each hour as bars, hours with failures in another colour; the same figures as a table behind. */
export function HoursChart({ hours, zone }: { hours: HourShown[]; zone: string }) {
  const heights = barHeights(
    hours.map((hour) => hour.medianMs ?? 0),
    FULL,
  );
  const clock = (at: Date | undefined) => (at ? formatTime(at, zone) : '');
  return (
    <>
      <svg
        viewBox={`0 0 ${hours.length * STEP - (STEP - BAR)} ${FULL}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="mt-5 h-14 w-full"
      >
        {hours.map(({ hour, calls, failures }, at) => {
          // An hour of failures alone has no time to show, and must not look like one in which nothing was asked.
          const height = heights[at] || (failures > 0 ? FULL : 2);
          const look = calls === 0 ? 'fill-line' : failures > 0 ? 'fill-danger/60' : 'fill-accent/60';
          return (
            <rect
              key={hour.toISOString()}
              x={at * STEP}
              y={FULL - height}
              width={BAR}
              height={height}
              className={look}
            />
          );
        })}
      </svg>
      <p aria-hidden className="tabular mt-1.5 flex justify-between text-xs text-faint">
        <span>{clock(hours[0]?.hour)}</span>
        <span>agora</span>
      </p>
      <p className="mt-1 text-[0.8125rem] text-faint">
        Altura: metade das respostas da hora veio nesse tempo. Em vermelho, horas com falhas.
      </p>
      <Unfold words="Ver hora por hora">
        <table className="tabular mt-1 w-full">
          <caption className="sr-only">Respostas por hora</caption>
          <thead>
            <tr className="text-left text-faint">
              <th scope="col" className="py-1 font-normal">
                Hora
              </th>
              <th scope="col" className={`${CELL} font-normal`}>
                Pedidos
              </th>
              <th scope="col" className={`${CELL} font-normal`}>
                Falhas
              </th>
              <th scope="col" className={`${CELL} font-normal`}>
                Metade em até
              </th>
            </tr>
          </thead>
          <tbody>
            {hours.toReversed().map(({ hour, calls, failures, medianMs }) => (
              <tr key={hour.toISOString()} className="border-t border-line">
                <td className="py-1">{clock(hour)}</td>
                <td className={CELL}>{calls}</td>
                <td className={CELL}>{failures}</td>
                <td className={CELL}>{msWords(medianMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Unfold>
    </>
  );
}
