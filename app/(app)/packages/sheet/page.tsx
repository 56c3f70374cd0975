import { Smartphone } from 'lucide-react';
import type { Metadata } from 'next';
import { siteOrigin } from '@/app/site-origin';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { bookLines, reviewRows, sheetStates } from '@/lib/sheets/board/queries';
import { readPlace } from '@/lib/sheets/board/rules';
import { bookSummary } from '@/lib/sheets/book/queries';
import { isPhoneMissed } from '@/lib/sheets/book/rules';
import { KeepFresh } from '../../bulk/keep-fresh';
import { BookTable } from './book-table';
import { HowTo, PhoneCard } from './phone-card';
import { ReviewCard } from './review-card';
import { SheetCards } from './sheet-cards';

/** What an act makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

export const metadata: Metadata = { title: 'Planilha' };

const LINES = 12;

/** What only a person can decide, how the phone is set up, how sheets and phone answer, and the book itself. */
export default async function SheetPage({ searchParams }: PageProps<'/packages/sheet'>) {
  const actor = await pageGate();
  const { resellerId, reseller, role } = actor;
  const now = new Date();
  const zone = reseller.timezone;
  const mayAct = allows(role, 'operator');
  const { after } = await searchParams;
  const place = readPlace(typeof after === 'string' ? after : undefined);
  const [book, lastCame, { lines, next }, review, sheets] = await Promise.all([
    bookSummary(resellerId, now),
    lastUseOf(resellerId, 'sheet'),
    bookLines(resellerId, place, LINES),
    reviewRows(resellerId),
    sheetStates(resellerId),
  ]);
  const since = [book.orders.waitingSince, book.payments.waitingSince].filter((at) => at !== null);
  const waitingSince = since.length > 0 ? new Date(Math.min(...since.map((at) => at.getTime()))) : null;
  const missed = isPhoneMissed({ waitingSince, lastCame }, now);
  const waiting = [book.orders, book.payments].some((one) => one.waiting + one.leased > 0);
  // With Google's scripts alone there is no phone to set up.
  const setUpFirst = lastCame === null && (waiting || sheets.length === 0);
  const howTo = allows(role, 'owner') && <PhoneHowTo resellerId={resellerId} folded={!setUpFirst} />;
  return (
    <>
      <KeepFresh running={false} following={waiting || sheets.some((sheet) => sheet.waiting > 0)} />
      <PageHeader
        title="Planilha"
        description="Pedidos e pagamentos a caminho: o livro que o celular executa e os scripts do Google."
      />
      <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
        {review.length > 0 && <ReviewCard rows={review} zone={zone} mayAct={mayAct} />}
        {setUpFirst && howTo}
        {sheets.length > 0 && <SheetCards sheets={sheets} zone={zone} now={now} mayAct={mayAct} />}
        <PhoneCard {...book} lastCame={lastCame} missed={missed} now={now} />
        {!setUpFirst && howTo}
        {lines.length > 0 ? (
          <div>
            <BookTable lines={lines} actor={actor} now={now} />
            <KeysetNav
              nextHref={next && `/packages/sheet?after=${next}`}
              prevHref={place && '/packages/sheet'}
            />
          </div>
        ) : (
          <EmptyState icon={Smartphone} title="Nenhuma linha no livro">
            Sem script do Google, cada renovação vira aqui um pedido e um pagamento, e o celular busca os
            dois.
          </EmptyState>
        )}
      </div>
    </>
  );
}

type HowToProps = { resellerId: Parameters<typeof keyFor>[0]; folded: boolean };

async function PhoneHowTo({ resellerId, folded }: HowToProps) {
  const base = `${await siteOrigin()}/api/sheets/${await keyFor(resellerId, 'sheet')}`;
  return (
    // The first steps lead straight here.
    <div id="configurar" className="min-w-0 scroll-mt-20">
      <HowTo ordersUrl={`${base}/pedidos`} paymentsUrl={`${base}/pagamentos`} folded={folded} />
    </div>
  );
}
