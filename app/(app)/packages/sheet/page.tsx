import { Smartphone } from 'lucide-react';
import type { Metadata } from 'next';
import { siteOrigin } from '@/app/site-origin';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { reviewRows, sheetStates } from '@/lib/sheets/board/queries';
import { bookRows, bookSummary } from '@/lib/sheets/book/queries';
import { isPhoneMissed } from '@/lib/sheets/book/rules';
import { BookTable } from './book-table';
import { HowTo, PhoneCard } from './phone-card';
import { ReviewCard } from './review-card';
import { SheetCards } from './sheet-cards';

/** What an act makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

export const metadata: Metadata = { title: 'Planilha' };

export default async function SheetPage() {
  const { resellerId, reseller, role } = await pageGate();
  const now = new Date();
  const zone = reseller.timezone;
  const mayAct = allows(role, 'operator');
  const [book, lastCame, rows, review, sheets] = await Promise.all([
    bookSummary(resellerId, now),
    lastUseOf(resellerId, 'sheet'),
    bookRows(resellerId, 20),
    reviewRows(resellerId),
    sheetStates(resellerId),
  ]);
  const since = [book.orders.waitingSince, book.payments.waitingSince].filter((at) => at !== null);
  const waitingSince = since.length > 0 ? new Date(Math.min(...since.map((at) => at.getTime()))) : null;
  const missed = isPhoneMissed({ waitingSince, lastCame }, now);
  return (
    <>
      <PageHeader
        title="Planilha"
        description="Pedidos e pagamentos a caminho: o livro que o telefone executa e os scripts do Google."
      />
      <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
        {review.length > 0 && <ReviewCard rows={review} zone={zone} mayAct={mayAct} />}
        {sheets.length > 0 && <SheetCards sheets={sheets} zone={zone} now={now} mayAct={mayAct} />}
        <PhoneCard {...book} lastCame={lastCame} missed={missed} now={now} />
        {rows.length > 0 ? (
          <BookTable rows={rows} zone={zone} now={now} />
        ) : (
          <EmptyState icon={Smartphone} title="Nenhuma linha no livro">
            Sem script do Google, cada renovação vira aqui um pedido e um pagamento, e o telefone busca os
            dois.
          </EmptyState>
        )}
        {allows(role, 'owner') && <PhoneHowTo resellerId={resellerId} />}
      </div>
    </>
  );
}

async function PhoneHowTo({ resellerId }: { resellerId: Parameters<typeof keyFor>[0] }) {
  const base = `${await siteOrigin()}/api/sheets/${await keyFor(resellerId, 'sheet')}`;
  return (
    // The first steps lead straight here.
    <div id="configurar" className="min-w-0 scroll-mt-20">
      <HowTo ordersUrl={`${base}/pedidos`} paymentsUrl={`${base}/pagamentos`} />
    </div>
  );
}
