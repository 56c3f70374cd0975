import type { Metadata } from 'next';
import { GatewayBadge } from '@/app/(app)/messages/gateway-line';
import { Card, DefinitionList } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { type GatewayView, readGateway } from '@/lib/channels/gateways/queries';
import { reasonWords } from '@/lib/channels/messages';
import { formatDateTime } from '@/lib/time';
import { Disconnect } from '../disconnect';
import { disconnect } from './actions';
import { GatewayForm } from './gateway-form';

export const metadata: Metadata = { title: 'WhatsApp' };

export default async function WhatsappPage() {
  const actor = await pageGate('owner');
  const gateway = await readGateway(actor.resellerId);
  const stored = gateway && {
    baseUrl: gateway.baseUrl,
    instance: gateway.instance,
    keyMask: gateway.keyMask,
  };
  return (
    <>
      <PageHeader
        title="WhatsApp"
        description="Com a Evolution API conectada, as mensagens saem sozinhas. Sem ela, você envia com um toque em Mensagens."
        back={{ href: '/settings', label: 'Configurações' }}
      />
      <div className="grid max-w-2xl gap-4">
        {gateway && <State gateway={gateway} zone={actor.reseller.timezone} />}
        <Card title={gateway ? 'Conexão' : 'Conectar a Evolution API'}>
          <GatewayForm stored={stored} />
        </Card>
      </div>
    </>
  );
}

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
          { label: 'Celular', value: <GatewayBadge state={gateway.state} /> },
          { label: 'Conferido em', value: formatDateTime(gateway.checkedAt, zone) },
        ]}
      />
      {gateway.reason && <p className="mt-3 text-danger">{reasonWords(gateway.reason)}</p>}
    </Card>
  );
}
