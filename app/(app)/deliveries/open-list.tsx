import { PackageCheck } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { KeysetNav } from '@/components/pagination';
import { type Actor, allows } from '@/lib/auth/rules';
import { boardLines } from '@/lib/board/lines/queries';
import { emptyWords } from '@/lib/board/messages';
import { boardPage, hasBegun } from '@/lib/board/queries';
import { readPlace, type Side } from '@/lib/board/rules';
import type { BoardFilters } from '@/lib/board/schema';
import { KeepFresh } from '../bulk/keep-fresh';
import { boardAddress } from './address';
import { BoardList } from './board-list';
import { shownLine } from './shown';

type Props = { actor: Actor; filters: BoardFilters; side: Side | null; now: Date; elsewhere: number };

/** One page of what is not proved yet. */
export async function OpenList({ actor, filters, side, now, elsewhere }: Props) {
  const { kind, after } = filters;
  const { rows, next } = await boardPage(actor.resellerId, { kind, side }, readPlace(after));
  const lines = await boardLines(actor.resellerId, rows, now, actor.reseller.timezone);
  const empty = emptyWords(kind, side, lines.length > 0 || (await hasBegun(actor.resellerId)));
  // What is decided on another page is linked above: the list has nothing to add, and not everything is done.
  const waitsElsewhere = elsewhere > 0 && kind === null && side !== 'moving';
  return (
    <>
      <KeepFresh running={false} following={lines.some((line) => line.side === 'moving')} />
      {lines.length > 0 ? (
        <BoardList
          key={boardAddress(filters, { after })}
          lines={lines.map((line) => shownLine(line, now))}
          kind={kind}
          works={allows(actor.role, 'operator')}
        />
      ) : waitsElsewhere ? null : (
        <EmptyState icon={PackageCheck} title={empty.title}>
          {empty.words}
        </EmptyState>
      )}
      <KeysetNav
        nextHref={next && boardAddress(filters, { after: next })}
        prevHref={after ? boardAddress(filters, {}) : null}
      />
    </>
  );
}
