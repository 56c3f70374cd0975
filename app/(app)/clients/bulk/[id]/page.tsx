import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { z } from 'zod';
import { Card } from '@/components/card';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import {
  ASKS_PANEL,
  explained,
  openWord,
  rowReason,
  rowWord,
  skippedWords,
  tallyWords,
} from '@/lib/bulk/clients/messages';
import { type ClientBulk, getClientBulk } from '@/lib/bulk/clients/queries';
import { ACT_WORDS } from '@/lib/bulk/messages';
import { totalOf } from '@/lib/bulk/rules';
import { hidePassword } from '@/lib/templates/rules';
import { shownDateTime } from '@/lib/time';
import { KeepFresh } from '../../../bulk/keep-fresh';
import { BulkProgress, Explained, ROW_TONE } from '../../../bulk/progress';
import { RetryFailed } from '../../../bulk/retry-failed';
import { StopBulk } from '../../../bulk/stop-bulk';
import { WhatsappText } from '../../../messages/whatsapp-text';

export const metadata: Metadata = { title: 'Lote de clientes' };

/** A place in the list of rows; what is wrong in the address is ignored. */
const place = z.object({
  state: z.enum(['failed', 'skipped']).nullable().catch(null),
  after: z.coerce.number().int().min(0).catch(-1),
});

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ClientBulkPage({ params, searchParams }: Props) {
  const actor = await pageGate();
  const { id } = await params;
  const at = place.parse(await searchParams);
  const batch = validate(id) ? await getClientBulk(actor.resellerId, id, at) : null;
  if (!batch) notFound();
  const { act, bulk, tally, rows, next } = batch;
  const running = tally.pending > 0;
  const works = allows(actor.role, 'operator');
  const here = `/clients/bulk/${id}`;
  return (
    <>
      <PageHeader
        title={[ACT_WORDS[act], bulk.detail.plan ?? bulk.detail.server].filter(Boolean).join(': ')}
        description={`${bulk.userName}, em ${shownDateTime(bulk.createdAt, actor.reseller.timezone)}`}
        back={{ href: '/clients', label: 'Lista de clientes' }}
        actions={
          works &&
          (running ? (
            <StopBulk bulkId={id} />
          ) : (
            tally.failed > 0 && <RetryFailed bulkId={id} label="Tentar os que falharam" />
          ))
        }
      />
      <KeepFresh running={running} following={rows.some((row) => openOf(act, row)?.needs === false)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <BulkProgress tally={tally} words={tallyWords(tally, act)} label="Clientes resolvidos deste lote">
          <p>{explained(act, running, bulk.detail)}</p>
          {!running && ASKS_PANEL.includes(act) && (
            <Link href="/deliveries" className={linkLook}>
              Abrir Entregas
            </Link>
          )}
        </BulkProgress>
        {bulk.detail.text && (
          <Card title="A mensagem">
            <WhatsappText text={hidePassword(bulk.detail.text)} />
          </Card>
        )}
        <Tabs
          label="Resultados"
          items={[
            { label: 'Todos', href: here, current: at.state === null, count: totalOf(tally) },
            {
              label: 'Falharam',
              href: `${here}?state=failed`,
              current: at.state === 'failed',
              count: tally.failed,
            },
            {
              label: skippedWords(act).many,
              href: `${here}?state=skipped`,
              current: at.state === 'skipped',
              count: tally.skipped,
            },
          ]}
        />
        {rows.length === 0 ? (
          <p className="text-muted">Nenhum cliente aqui.</p>
        ) : (
          <DataTable
            caption="Clientes do lote"
            columns={[
              { key: 'name', header: 'Nome', primary: true },
              { key: 'username', header: 'Usuário', card: 'full' },
              { key: 'result', header: 'Resultado', card: 'full' },
            ]}
            rows={rows.map((row) => toRow(act, row))}
          />
        )}
      </div>
      <KeysetNav
        nextHref={next === null ? null : hrefOf(here, at.state, next)}
        prevHref={at.after >= 0 ? hrefOf(here, at.state, null) : null}
      />
    </>
  );
}

type Row = ClientBulk['rows'][number];
const openOf = (act: ClientBulk['act'], row: Row) => openWord(act, row.state, row.openTask?.state ?? null);

function toRow(act: ClientBulk['act'], row: Row) {
  const open = openOf(act, row);
  return {
    id: row.id,
    href: `/clients/${row.clientId}`,
    cells: {
      name: row.clientName,
      username: <span className="tabular break-all">{row.username}</span>,
      result: (
        <Explained tone={open?.tone ?? ROW_TONE[row.state]} word={open?.word ?? rowWord(act, row.state)}>
          {open?.needs ? (
            <Link href={`/deliveries/account/${row.openTask?.id}`} className={linkLook}>
              Ver a conta em Entregas<span className="sr-only">: {row.clientName}</span>
            </Link>
          ) : (
            row.reason && rowReason(act, row.reason)
          )}
        </Explained>
      ),
    },
  };
}

const linkLook = 'inline-flex min-h-11 items-center text-accent underline underline-offset-4 sm:min-h-8';

function hrefOf(here: string, state: string | null, after: number | null): string {
  const query = new URLSearchParams({
    ...(state ? { state } : {}),
    ...(after === null ? {} : { after: `${after}` }),
  });
  return query.size > 0 ? `${here}?${query}` : here;
}
