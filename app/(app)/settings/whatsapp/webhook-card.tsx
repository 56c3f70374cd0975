import { siteOrigin } from '@/app/site-origin';
import { Card } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import type { ResellerId } from '@/db/ids';
import type { GatewayKind } from '@/lib/channels/rules';
import { evolutionSecret } from '@/lib/inbound/jobs';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { formatDateTime } from '@/lib/time';
import { Listen } from './listen';
import { RenewAddress } from './renew-address';

type Props = { resellerId: ResellerId; kind: GatewayKind; connected: boolean; zone: string };

/** Where a gateway posts what people write, and what else it must be told. */
export async function WebhookCard({ resellerId, kind, connected, zone }: Props) {
  const key = await keyFor(resellerId, kind);
  const path = kind === 'evolution' ? 'evolution' : 'whatsapp-cloud';
  const url = `${await siteOrigin()}/api/webhooks/${path}/${key}`;
  const lastUse = await lastUseOf(resellerId, kind);
  return (
    <Card title="Mensagens recebidas" actions={<RenewAddress kind={kind} />}>
      <div className="grid gap-4">
        <Value label="Webhook" text={url} copy="Copiar webhook" />
        {kind === 'evolution' ? (
          <Value
            label="Cabeçalho Authorization"
            text={`Bearer ${evolutionSecret(key)}`}
            copy="Copiar cabeçalho"
          />
        ) : (
          <Value label="Token de verificação" text={key} copy="Copiar verificação" />
        )}
        {!url.startsWith('https:') && (
          <p className="text-warning">
            O WhatsApp só alcança um endereço que a internet vê: abra esta página pelo endereço público, com
            https.
          </p>
        )}
        <p className="text-muted">
          {kind === 'evolution' && !connected && 'Depois de conectar, um botão aqui configura a instância. '}
          {HOW[kind]}
        </p>
        <p className="tabular text-muted">
          {lastUse
            ? `Último aviso recebido em ${formatDateTime(lastUse, zone)}.`
            : 'Nenhum aviso recebido ainda.'}
        </p>
        {kind === 'evolution' && connected && <Listen />}
      </div>
    </Card>
  );
}

const HOW: Record<GatewayKind, string> = {
  evolution:
    'Para fazer à mão: na Evolution, abra a instância, depois Eventos e Webhook, cole o endereço e o cabeçalho e marque MESSAGES_UPSERT e MESSAGES_UPDATE. Os grupos que escreverem aparecem no Console dos pacotes, para cadastrar.',
  cloud:
    'No painel da Meta, abra WhatsApp, depois Configuração e Webhook, cole o endereço e o token de verificação e assine o campo messages. Pela API da Meta os comandos chegam só em conversas privadas: para grupos, conecte a Evolution API.',
};

const Value = ({ label, text, copy }: { label: string; text: string; copy: string }) => (
  <div className="min-w-0">
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-[0.8125rem] text-muted">{label}</p>
      <CopyButton text={text} label={copy} />
    </div>
    <p className="mt-1 rounded-control bg-sunken p-3 font-mono text-xs break-all text-ink">{text}</p>
  </div>
);
