import { Card } from '@/components/card';
import type { SettledRow } from '@/lib/sheets/commands';
import { BOOK_WORDS, reasonWords } from '@/lib/sheets/messages';
import { rowText } from '@/lib/sheets/rules';
import { formatDateTime } from '@/lib/time';
import { Accept, Retry } from './act-button';

/** Rows that only a person can judge: ours and the sheet's, side by side. */
export function ReviewCard({ rows, zone, mayAct }: { rows: SettledRow[]; zone: string; mayAct: boolean }) {
  return (
    <Card title="Em conferência" flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="grid gap-3 p-4 sm:px-5">
            <div>
              <p className="font-medium text-ink">
                {BOOK_WORDS[row.book]} · {row.reference}
              </p>
              <p className="text-danger">{reasonWords(row.reason)}</p>
            </div>
            <dl className="grid gap-2 sm:grid-cols-2">
              <Side label="A nossa linha" text={rowText(row)} />
              <Side label="O que a planilha mostra" text={storedOf(row) ?? 'Não mostrou a linha'} />
            </dl>
            {row.reason === 'refused' && saidOf(row) && (
              <p className="text-muted wrap-break-word">O script disse: “{saidOf(row)}”</p>
            )}
            <p className="tabular text-[0.8125rem] text-faint">
              {attemptsOf(row)} · última em {formatDateTime(row.nextRunAt, zone)}
            </p>
            {mayAct && (
              <div className="flex flex-wrap gap-2">
                <Accept id={row.id} reference={`${row.reference} ${BOOK_WORDS[row.book]}`} />
                <Retry id={row.id} reference={`${row.reference} ${BOOK_WORDS[row.book]}`} />
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-4 py-3 text-muted sm:px-5">
        Abra a planilha e procure a referência. Se a linha é a do seu cliente, use É a mesma. Se é de outra
        pessoa, corrija ou apague a linha lá e use Tentar de novo: a referência continua a mesma e só entra
        uma vez.
      </p>
    </Card>
  );
}

function Side({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0 rounded-control bg-sunken px-3 py-2">
      <dt className="text-[0.8125rem] text-muted">{label}</dt>
      <dd className="font-mono text-sm break-all text-ink">{text}</dd>
    </div>
  );
}

const attemptsOf = ({ attempts }: SettledRow) => (attempts === 1 ? '1 envio' : `${attempts} envios`);

function lastOf({ evidence }: SettledRow, key: 'stored' | 'said'): string | null {
  const found = evidence.findLast((entry) => typeof entry[key] === 'string' && entry[key] !== '')?.[key];
  return typeof found === 'string' ? found : null;
}
const storedOf = (row: SettledRow) => lastOf(row, 'stored');
const saidOf = (row: SettledRow) => lastOf(row, 'said');
