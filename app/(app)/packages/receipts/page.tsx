import { ReceiptText, Smartphone } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { offersOf } from '@/lib/groups/prices/queries';
import { anyReceipt, type Listed, listReceipts, receiptCounts } from '@/lib/receipts/list/queries';
import { type ReceiptTab, receiptFilters } from '@/lib/receipts/list/schema';
import { MINUTE_MS } from '@/lib/time';
import { KeepFresh } from '../../bulk/keep-fresh';
import { PasteReceipt } from './paste-receipt';
import { ReceiptCard } from './receipt-card';
import { ReceiptList } from './receipt-list';
import { offerOf } from './shown';

export const metadata: Metadata = { title: 'Comprovantes' };
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Payments as their texts tell them: what the phone received beside what the customer pasted. */
export default async function ReceiptsPage({ searchParams }: Props) {
  const actor = await pageGate();
  const { tab, after } = receiptFilters.parse(await searchParams);
  const [{ items, next }, counts, offers] = await Promise.all([
    listReceipts(actor.resellerId, tab, after),
    receiptCounts(actor.resellerId),
    offersOf(actor.resellerId),
  ]);
  const any = items.length > 0 || (await anyReceipt(actor.resellerId));
  const owner = allows(actor.role, 'owner');
  const now = new Date();
  return (
    <>
      {/* A pasted receipt moves when the phone's SMS comes: soon, or not for a long time. */}
      <KeepFresh running={false} following={!after && items.some((item) => mayMove(item, now))} />
      <PageHeader
        title="Comprovantes"
        description="Só o SMS do celular que recebeu prova um pagamento. O que o cliente cola diz para quem é o pacote."
        actions={
          <>
            {owner && (
              <ButtonLink href="/packages/receipts/phone">
                <Smartphone aria-hidden />
                Ligar o celular
              </ButtonLink>
            )}
            {allows(actor.role, 'operator') && offers.length > 0 && (
              <PasteReceipt groups={offers.map(({ id, name }) => ({ id, name }))} />
            )}
          </>
        }
      />
      <Tabs
        label="Comprovantes por situação"
        items={TABS.map(({ value, label }) => ({
          ...{ label, href: hrefOf(value), current: value === tab },
          count: value === 'decide' || value === 'waiting' ? counts[value] : undefined,
        }))}
      />
      <ReceiptList
        key={`${tab}${after ?? ''}`}
        empty={<Nothing tab={tab} any={any} owner={owner} />}
        cards={items.map((item) => ({
          id: item.main.id,
          card: (
            <ReceiptCard
              {...{ item, actor, now }}
              offers={offers.map((offer) => offerOf(offer, actor.reseller))}
            />
          ),
        }))}
      />
      <KeysetNav
        nextHref={next && `${hrefOf(tab)}${tab === 'decide' ? '?' : '&'}after=${next}`}
        prevHref={after && hrefOf(tab)}
      />
    </>
  );
}

const SOON_MS = 15 * MINUTE_MS;
const mayMove = ({ main }: Listed, now: Date) =>
  main.state === 'open' && now.getTime() - main.receivedAt.getTime() < SOON_MS;

const TABS: { value: ReceiptTab; label: string }[] = [
  { value: 'decide', label: 'Para decidir' },
  { value: 'waiting', label: 'Esperando' },
  { value: 'used', label: 'Usados' },
  { value: 'all', label: 'Todos' },
];
const hrefOf = (tab: ReceiptTab) =>
  tab === 'decide' ? '/packages/receipts' : `/packages/receipts?tab=${tab}`;

const EMPTY: Record<ReceiptTab, [string, string]> = {
  decide: [
    'Nada espera por você',
    'O que não casar sozinho com um pagamento aparece aqui, com os dois textos lado a lado.',
  ],
  waiting: [
    'Nada esperando',
    'Aqui ficam os comprovantes colados que o celular ainda não confirmou e o dinheiro que ninguém pediu ainda.',
  ],
  used: [
    'Nenhum comprovante usado ainda',
    'Cada comprovante vale um único pacote e, depois disso, fica guardado aqui.',
  ],
  all: ['Nenhum comprovante', 'Eles aparecem aqui assim que chegarem.'],
};

function Nothing({ tab, any, owner }: { tab: ReceiptTab; any: boolean; owner: boolean }) {
  if (any)
    return (
      <EmptyState icon={ReceiptText} title={EMPTY[tab][0]}>
        {EMPTY[tab][1]}
      </EmptyState>
    );
  return (
    <EmptyState icon={ReceiptText} title="Nenhum comprovante chegou ainda">
      <p>
        Ligue o celular que recebe os pagamentos: cada SMS da M-Pesa ou da e-Mola vem para cá e ativa o pacote
        do cliente que colar o comprovante no grupo.
      </p>
      {owner && (
        <ButtonLink href="/packages/receipts/phone" variant="primary" className="mt-4">
          Ver como ligar
        </ButtonLink>
      )}
    </EmptyState>
  );
}
