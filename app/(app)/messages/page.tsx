import { CircleCheck, MessageCircle, MessageSquareText } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { readGateway } from '@/lib/channels/gateways/queries';
import { countMessages, listMessages } from '@/lib/channels/list/queries';
import type { Tab } from '@/lib/channels/list/rules';
import { GatewayLine } from './gateway-line';
import { MessageCard } from './message-card';

export const metadata: Metadata = { title: 'Mensagens' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MessagesPage({ searchParams }: Props) {
  const actor = await pageGate();
  const query = await searchParams;
  const tab = TAB_OF[`${query.aba}`] ?? 'ready';
  const cursor = typeof query.cursor === 'string' ? query.cursor : null;
  const now = new Date();
  const [page, counts, gateway] = await Promise.all([
    listMessages(actor.resellerId, { tab, cursor }, now),
    countMessages(actor.resellerId, now),
    readGateway(actor.resellerId),
  ]);
  const acts = allows(actor.role, 'operator');
  return (
    <>
      <PageHeader
        title="Mensagens"
        description="O que sai para os clientes: uma mensagem por renovação comprovada, nunca duas."
        actions={
          acts && (
            <ButtonLink href="/messages/templates">
              <MessageSquareText aria-hidden />
              Editar textos
            </ButtonLink>
          )
        }
      />
      <GatewayLine gateway={gateway} owner={allows(actor.role, 'owner')} />
      <Tabs
        items={[
          { label: 'Para enviar', href: hrefOf('ready'), current: tab === 'ready', count: counts.ready },
          { label: 'Enviadas', href: hrefOf('sent'), current: tab === 'sent' },
          {
            label: 'Com problema',
            href: hrefOf('problem'),
            current: tab === 'problem',
            count: counts.problem,
          },
        ]}
      />
      {page.items.length === 0 ? (
        <div className="mt-4">{EMPTY[tab]}</div>
      ) : (
        <ul className="mt-4 grid items-start gap-3 lg:grid-cols-2" aria-label={LABEL[tab]}>
          {page.items.map((item) => (
            <MessageCard key={item.id} item={item} gateway={gateway} acts={acts} actor={actor} now={now} />
          ))}
        </ul>
      )}
      <KeysetNav
        nextHref={page.next && hrefOf(tab, page.next)}
        prevHref={page.previous && hrefOf(tab, page.previous)}
      />
    </>
  );
}

const TAB_OF: Record<string, Tab> = { enviadas: 'sent', problemas: 'problem' };
const LABEL: Record<Tab, string> = {
  ready: 'Mensagens para enviar',
  sent: 'Mensagens enviadas',
  problem: 'Mensagens com problema',
};

function hrefOf(tab: Tab, cursor?: string): string {
  const aba = { ready: null, sent: 'enviadas', problem: 'problemas' }[tab];
  const query = new URLSearchParams({ ...(aba ? { aba } : {}), ...(cursor ? { cursor } : {}) }).toString();
  return query ? `/messages?${query}` : '/messages';
}

const EMPTY: Record<Tab, React.ReactNode> = {
  ready: (
    <EmptyState icon={CircleCheck} title="Nada para enviar">
      Quando uma renovação for comprovada ou um cliente for criado, a mensagem aparece aqui, pronta para você
      tocar e enviar.
    </EmptyState>
  ),
  sent: (
    <EmptyState icon={MessageCircle} title="Nenhuma mensagem enviada ainda">
      As mensagens que saírem ficam guardadas aqui, da mais nova para a mais antiga.
    </EmptyState>
  ),
  problem: (
    <EmptyState icon={CircleCheck} title="Nenhum problema">
      Mensagens recusadas, sem confirmação ou fora do prazo aparecem aqui, com o motivo e o que fazer.
    </EmptyState>
  ),
};
