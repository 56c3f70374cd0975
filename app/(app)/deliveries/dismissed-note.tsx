import { Archive } from 'lucide-react';
import type { Dismissal } from '@/lib/dismissals/queries';
import type { DismissedKind } from '@/lib/dismissals/rules';
import { shownDateTime } from '@/lib/time';
import { BringBack } from './dismiss';

type Props = { kind: DismissedKind; id: string; dismissal: Dismissal; zone: string; works: boolean };

/** Says that somebody took this off the board, and why. */
export function DismissedNote({ kind, id, dismissal, zone, works }: Props) {
  return (
    <div className="flex items-start gap-2.5 rounded-card bg-sunken px-4 py-3 text-ink">
      <Archive aria-hidden className="mt-0.5 size-4.5 shrink-0 text-muted" />
      <div className="grid min-w-0 gap-2">
        <p className="wrap-break-word">
          Dispensada por {dismissal.by} em {shownDateTime(dismissal.at, zone)}: {dismissal.because}
        </p>
        {works && (
          <div>
            <BringBack kind={kind} id={id} />
          </div>
        )}
      </div>
    </div>
  );
}
