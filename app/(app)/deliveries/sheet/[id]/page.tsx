import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { wordsOfSheet } from '@/lib/board/lines/messages';
import { dismissalOf } from '@/lib/dismissals/queries';
import { sheetRow } from '@/lib/sheets/board/queries';
import { BOOK_WORDS } from '@/lib/sheets/messages';
import { rowText } from '@/lib/sheets/rules';
import { shownDateTime } from '@/lib/time';
import { Accept, Retry } from '../../../packages/sheet/act-button';
import { Dismiss } from '../../dismiss';
import { DismissedNote } from '../../dismissed-note';
import { DISMISSED, linkLook, OneDelivery } from '../../one-delivery';
import { sheetSteps } from './steps';

/** A row of a sheet: ours and what the sheet showed, at every post. */
export default async function SheetDeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const zone = actor.reseller.timezone;
  const row = validate(id) ? await sheetRow(actor.resellerId, id) : null;
  if (!row) notFound();
  const { chip, why } = wordsOfSheet(row);
  const works = allows(actor.role, 'operator');
  const waits = row.state === 'review';
  const dismissal = waits ? await dismissalOf(actor.resellerId, 'sheet', id) : null;
  const name = `${row.reference} ${BOOK_WORDS[row.book]}`;
  return (
    <OneDelivery
      title={`${BOOK_WORDS[row.book]} · ${row.reference}`}
      chip={dismissal ? DISMISSED : (OVER[row.state] ?? chip)}
      note={dismissal && <DismissedNote kind="sheet" {...{ id, dismissal, zone, works }} />}
      decide={
        waits && (
          <div className="grid gap-4">
            <p className="text-ink">{why}</p>
            <p className="text-muted">
              Abra a planilha e procure a referência. Se a linha é a do seu cliente, use É a mesma. Se é de
              outra pessoa, corrija ou apague a linha lá e use Tentar de novo: a referência continua a mesma e
              só entra uma vez.
            </p>
            {works && (
              <div className="flex flex-wrap items-center gap-2">
                <Accept id={id} reference={name} />
                <Retry id={id} reference={name} />
                {!dismissal && <Dismiss kind="sheet" id={id} />}
              </div>
            )}
          </div>
        )
      }
      facts={[
        {
          label: 'A nossa linha',
          value: <span className="font-mono text-sm break-all">{rowText(row)}</span>,
        },
        {
          label: 'A planilha mostra',
          value: <span className="font-mono text-sm break-all">{storedOf(row)}</span>,
        },
        { label: 'Destino', value: row.sheetId ? 'Planilha do Google' : 'Planilha daqui, lida pelo celular' },
        ...(row.subscriptionId
          ? [
              {
                label: 'Pacote',
                value: (
                  <Link className={linkLook} href={`/packages/${row.subscriptionId}`}>
                    Abrir o pacote
                  </Link>
                ),
              },
            ]
          : []),
        { label: 'Pedida em', value: shownDateTime(row.createdAt, zone) },
        { label: 'Envios', value: String(row.attempts) },
        ...(row.state === 'queued'
          ? [{ label: 'Próxima tentativa', value: shownDateTime(row.nextRunAt, zone) }]
          : []),
      ]}
      steps={sheetSteps(row.evidence, zone)}
    />
  );
}

function storedOf({ evidence }: { evidence: Record<string, unknown>[] }): string {
  const found = evidence.findLast((entry) => typeof entry.stored === 'string' && entry.stored !== '')?.stored;
  return typeof found === 'string' ? found : '—';
}

const OVER: Partial<Record<string, { text: string; tone: 'success' | 'neutral' }>> = {
  done: { text: 'Na planilha', tone: 'success' },
  cancelled: { text: 'Cancelada', tone: 'neutral' },
};
