import type { Line } from '@/lib/board/lines/queries';
import { KIND_WORDS } from '@/lib/board/messages';
import { isRetryable } from '@/lib/board/retries/rules';
import { age } from '@/lib/time';
import { capital } from '@/lib/words';
import { lineAddress } from './address';

/** Only what the list shows crosses to the browser. */
export const shownLine = (line: Line, now: Date) => ({
  ...{
    id: line.id,
    kind: line.kind,
    who: line.who,
    where: line.where,
    chip: line.chip,
    renewal: line.renewal,
  },
  ...{ needs: line.side === 'needs', retryable: isRetryable(line), overdue: line.overdue },
  what: KIND_WORDS[line.kind].what,
  age: age(line.at, now),
  why: line.why && capital(line.why),
  href: lineAddress(line.kind, line.id),
});
export type ShownLine = ReturnType<typeof shownLine>;
