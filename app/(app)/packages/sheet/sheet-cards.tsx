import { CircleCheck, CirclePause, CircleX, Clock } from 'lucide-react';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import type { SheetState } from '@/lib/sheets/board/queries';
import { BOOK_WORDS, reasonWords } from '@/lib/sheets/messages';
import { age, formatDateTime } from '@/lib/time';
import { TryNow } from './act-button';

type Props = { sheets: SheetState[]; zone: string; now: Date; mayAct: boolean };

/** Each Google script in use: how it answers, what waits for it, whether it rests. */
export function SheetCards({ sheets, zone, now, mayAct }: Props) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {sheets.map((sheet) => (
        <Card
          key={sheet.id}
          title={`${BOOK_WORDS[sheet.book]} no Google`}
          actions={
            mayAct && sheet.waiting > 0 ? <TryNow id={sheet.id} shown={BOOK_WORDS[sheet.book]} /> : null
          }
        >
          <DefinitionList
            items={[
              { label: 'Situação', value: <State sheet={sheet} now={now} /> },
              { label: 'Endereço', value: sheet.shown },
              { label: 'Esperando', value: waitingOf(sheet, now) },
              { label: 'Em conferência', value: String(sheet.review) },
              {
                label: 'Última resposta',
                value: sheet.answeredAt ? formatDateTime(sheet.answeredAt, zone) : 'ainda nenhuma',
              },
              {
                label: 'Ao mesmo tempo',
                value: `${Math.min(sheet.allowed ?? 2, sheet.atOnce)} de até ${sheet.atOnce}`,
              },
            ]}
          />
          {sheet.reason && <p className="mt-3 text-warning">{reasonWords(sheet.reason)}</p>}
          {isResting(sheet, now) && sheet.blockedUntil && (
            <p className="mt-1 text-muted">
              Descansa até {formatDateTime(sheet.blockedUntil, zone)}. Nada se perde: as linhas esperam.
            </p>
          )}
        </Card>
      ))}
    </div>
  );
}

function State({ sheet, now }: { sheet: SheetState; now: Date }) {
  if (isResting(sheet, now))
    return (
      <Badge tone="warning" icon={CirclePause}>
        Descansando
      </Badge>
    );
  if (sheet.reason)
    return (
      <Badge tone="danger" icon={CircleX}>
        Com problema
      </Badge>
    );
  if (!sheet.answeredAt) return <Badge icon={Clock}>Ainda não usada</Badge>;
  return (
    <Badge tone="success" icon={CircleCheck}>
      Respondendo
    </Badge>
  );
}

const isResting = ({ blockedUntil }: SheetState, now: Date) => blockedUntil !== null && blockedUntil > now;
const waitingOf = ({ waiting, waitingSince }: SheetState, now: Date) =>
  waitingSince ? `${waiting}, a mais antiga há ${age(waitingSince, now)}` : 'nada';
