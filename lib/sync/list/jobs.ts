import 'server-only';
import type { CustomerPage, PanelAdapter } from '@/lib/panels/rules';
import { type Ended, readMany } from '../reading/jobs';
import type { RunRow } from '../runs/commands';
import { NOTHING_OWED } from '../runs/rules';
import { beginList, finishList, keepPages, leaveList } from './commands';
import { type Extent, extended, owedPages, PAGES, pagesAfter } from './rules';

type Drive = {
  panel: Pick<PanelAdapter, 'listCustomers'>;
  /** The server's, as the panel was opened. */
  version: number;
  clock: () => Promise<Date>;
  forMs: number;
  /** The panel answered then. */
  kept(at: Date): void;
  /** Whether it did so a moment ago. */
  goingOn(now: Date): boolean;
};

/**
 * Reads on in the panel's list, where it has one and this run has not read it yet; null when there is nothing to do.
 * Page by page, several at once where the panel says how many there are, at the pace of a bulk reading; killed midway
 * it goes on after the last batch written. A page that cannot be read leaves the list partial: who stands on it is
 * asked for by name.
 */
export async function driveList(held: RunRow, drive: Drive): Promise<Ended | null> {
  const { version, clock, forMs } = drive;
  const { listCustomers } = drive.panel;
  if (!listCustomers) {
    const left = held.listState !== 'reading' || (await leaveList(held));
    return left ? null : { how: 'lost' };
  }
  // Of a server that was edited meanwhile the whole run begins anew.
  const anew = held.listState === 'none' && held.cursorId === null;
  if (!anew && held.listState !== 'reading') return null;
  if (anew && !(await beginList(held, version))) return { how: 'lost' };
  const from = anew ? 1 : held.listPage + 1;
  let extent: Extent = { pages: anew ? null : held.listPages };
  const ended = await readMany<number, CustomerPage>({
    ask: async (page) => {
      const answer = await listCustomers(page);
      if (answer.ok) extent = extended(extent, page, answer.pages);
      return { reading: answer, failed: answer.ok ? null : answer.trace };
    },
    next: async (after, heard) => pagesAfter(after, heard, { from, extent }),
    commit: async (batch) => {
      const now = await clock();
      if (batch.heard.length > 0) drive.kept(now);
      return keepPages(held, { ...batch, extent, version }, now);
    },
    carried: anew ? NOTHING_OWED : owedPages(held),
    batch: PAGES,
    goingOn: drive.goingOn(await clock()),
    forMs,
  });
  if (ended.how !== 'end') return ended;
  return (await finishList(held, extent, version)) ? ended : { how: 'lost' };
}
