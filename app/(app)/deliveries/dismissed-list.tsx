import { Archive } from 'lucide-react';
import { validate } from 'uuid';
import { EmptyState } from '@/components/empty-state';
import { KeysetNav } from '@/components/pagination';
import { DataTable } from '@/components/table';
import { type Actor, allows } from '@/lib/auth/rules';
import { type DismissedLine, dismissedPage } from '@/lib/board/dismissed/queries';
import { KIND_WORDS, NONE_DISMISSED } from '@/lib/board/messages';
import type { BoardFilters } from '@/lib/board/schema';
import { shownDateTime } from '@/lib/time';
import { boardAddress, lineAddress } from './address';
import { BringBack } from './dismiss';

type Props = { actor: Actor; filters: BoardFilters; now: Date };

/** A page of what people took off the board, the latest first: why, who, and the way back. */
export async function DismissedList({ actor, filters, now }: Props) {
  const zone = actor.reseller.timezone;
  const after = filters.after && validate(filters.after) ? filters.after : null;
  const { lines, next } = await dismissedPage(actor.resellerId, { kind: filters.kind, after }, now, zone);
  return (
    <>
      {lines.length === 0 ? (
        <EmptyState icon={Archive} title={NONE_DISMISSED.title}>
          {NONE_DISMISSED.words}
        </EmptyState>
      ) : (
        <DismissedTable lines={lines} zone={zone} works={allows(actor.role, 'operator')} />
      )}
      <KeysetNav
        nextHref={next && boardAddress(filters, { after: next })}
        prevHref={after && boardAddress(filters, {})}
      />
    </>
  );
}

function DismissedTable({ lines, zone, works }: { lines: DismissedLine[]; zone: string; works: boolean }) {
  return (
    <DataTable
      caption="Entregas dispensadas, a mais recente primeiro"
      columns={[
        { key: 'who', header: 'Cliente ou número', primary: true },
        { key: 'what', header: 'O que é', card: 'left' },
        { key: 'because', header: 'Motivo da dispensa', card: 'full' },
        { key: 'by', header: 'Por quem', card: 'full' },
        { key: 'back', header: 'Desfazer', card: 'full' },
      ]}
      rows={lines.map((line) => ({
        id: line.id,
        href: lineAddress(line.kind, line.id),
        cells: {
          who: <span className="wrap-break-word">{line.who}</span>,
          what: (
            <span className="block min-w-0">
              {KIND_WORDS[line.kind].what}
              <span className="block text-[0.8125rem] leading-5 wrap-break-word text-faint">
                {line.where}
              </span>
            </span>
          ),
          because: (
            <span className="block whitespace-normal wrap-break-word sm:max-w-sm">
              {line.dismissal.because}
            </span>
          ),
          by: (
            <span className="tabular">
              {line.dismissal.by} · {shownDateTime(line.dismissal.at, zone)}
            </span>
          ),
          back: works && <BringBack kind={line.dismissal.kind} id={line.id} who={line.who} />,
        },
      }))}
    />
  );
}
