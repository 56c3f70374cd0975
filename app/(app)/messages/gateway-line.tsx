import Link from 'next/link';
import { Badge, type Tone } from '@/components/badge';
import type { GatewayView } from '@/lib/channels/gateways/queries';
import { GATEWAY_WORDS, reasonWords } from '@/lib/channels/messages';
import type { GatewayState } from '@/lib/channels/rules';

/** How messages leave today, and where to change that. */
export function GatewayLine({ gateway, owner }: { gateway: GatewayView | null; owner: boolean }) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-muted">
      {gateway ? (
        <>
          <GatewayBadge state={gateway.state} />
          {gateway.state === 'open'
            ? 'As mensagens saem sozinhas pelo WhatsApp.'
            : reasonWords(gateway.reason)}
        </>
      ) : (
        'Você envia pelo seu celular: toque em abrir, envie e marque como enviada.'
      )}
      {owner && (
        <Link
          href="/settings/whatsapp"
          className="inline-flex min-h-11 items-center font-medium text-accent underline-offset-4 hover:underline sm:min-h-6"
        >
          {gateway ? 'Ver conexão' : 'Conectar um WhatsApp'}
        </Link>
      )}
    </p>
  );
}

export const GatewayBadge = ({ state }: { state: GatewayState }) => (
  <Badge tone={TONE[state]}>{GATEWAY_WORDS[state]}</Badge>
);

const TONE: Record<GatewayState, Tone> = {
  open: 'success',
  closed: 'warning',
  unauthorized: 'danger',
  unreachable: 'warning',
};
