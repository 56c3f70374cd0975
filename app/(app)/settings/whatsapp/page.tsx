import type { Metadata } from 'next';
import { GatewayBadge } from '@/app/(app)/messages/gateway-line';
import { Card, DefinitionList } from '@/components/card';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { type GatewayView, readGateway } from '@/lib/channels/gateways/queries';
import { reasonWords } from '@/lib/channels/messages';
import type { GatewayKind } from '@/lib/channels/rules';
import { formatDateTime } from '@/lib/time';
import { Disconnect } from '../disconnect';
import { disconnect } from './actions';
import { GatewayForm } from './gateway-form';
import { MetaForm } from './meta-form';
import { WebhookCard } from './webhook-card';

export const metadata: Metadata = { title: 'WhatsApp' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WhatsappPage({ searchParams }: Props) {
  const actor = await pageGate('owner');
  const gateway = await readGateway(actor.resellerId);
  const { tipo } = await searchParams;
  const kind: GatewayKind = gateway?.kind ?? (tipo === 'meta' ? 'cloud' : 'evolution');
  const zone = actor.reseller.timezone;
  return (
    <>
      <PageHeader
        title="WhatsApp"
        description="Com um WhatsApp conectado, as mensagens saem sozinhas e os comandos são respondidos. Sem ele, você envia com um toque em Mensagens."
        back={{ href: '/settings', label: 'Configurações' }}
      />
      <div className="grid max-w-2xl gap-4">
        {gateway ? <State gateway={gateway} zone={zone} /> : <Choice kind={kind} />}
        <Card title={gateway ? `Conexão: ${NAMES[kind]}` : `Conectar: ${NAMES[kind]}`}>
          {kind === 'evolution' ? (
            <GatewayForm
              stored={
                gateway && { baseUrl: gateway.baseUrl, instance: gateway.instance, keyMask: gateway.keyMask }
              }
            />
          ) : (
            <MetaForm stored={gateway && { phoneId: gateway.instance, tokenMask: gateway.keyMask }} />
          )}
        </Card>
        <WebhookCard {...{ kind, zone }} resellerId={actor.resellerId} connected={gateway !== null} />
      </div>
    </>
  );
}

const NAMES: Record<GatewayKind, string> = { evolution: 'Evolution API', cloud: 'API oficial da Meta' };

/** Before anything is connected: which of the two. */
const Choice = ({ kind }: { kind: GatewayKind }) => (
  <div className="grid gap-3">
    <Tabs
      label="Tipo de conexão"
      items={[
        { label: NAMES.evolution, href: '/settings/whatsapp', current: kind === 'evolution' },
        { label: NAMES.cloud, href: '/settings/whatsapp?tipo=meta', current: kind === 'cloud' },
      ]}
    />
    <p className="text-muted">
      {kind === 'evolution'
        ? 'Usa o seu próprio celular e atende grupos. É o que os comandos dos pacotes precisam.'
        : 'O número oficial da Meta: só conversas privadas, sem grupos, e texto livre só até 24 horas depois da última mensagem da pessoa.'}
    </p>
  </div>
);

function State({ gateway, zone }: { gateway: GatewayView; zone: string }) {
  return (
    <Card
      title="Situação"
      actions={
        <Disconnect what="o WhatsApp" disconnect={disconnect}>
          O endereço e a chave são apagados. As mensagens que estão na fila ficam para você enviar à mão.
        </Disconnect>
      }
    >
      <DefinitionList
        items={[
          { label: 'Número', value: <GatewayBadge state={gateway.state} /> },
          { label: 'Conferido em', value: formatDateTime(gateway.checkedAt, zone) },
        ]}
      />
      {gateway.reason && <p className="mt-3 text-danger">{reasonWords(gateway.reason)}</p>}
    </Card>
  );
}
