'use client';
import { Hand, MessageCircle } from 'lucide-react';
import Link from 'next/link';
import { Button, ButtonLink } from '@/components/button';
import { CopyButton } from '@/components/copy-button';
import { sendByHand } from './actions';
import { Credentials } from './credentials';
import type { ShownMessage } from './message-card';
import { SettleActions } from './settle-actions';
import { useAct } from './use-act';

type Props = { item: ShownMessage; byItself: boolean; gateway: boolean };

/** What waits to be sent: by the gateway, or by the person reading this. */
export function ReadyActions({ item, byItself, gateway }: Props) {
  const { run, pending } = useAct(item.id);
  if (item.channel !== 'manual') {
    return (
      <div className="grid gap-3">
        {item.secret && <p className="text-muted">Contém os dados de acesso do cliente.</p>}
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-muted">{byItself ? 'Sai sozinha em instantes.' : 'Espera o WhatsApp voltar.'}</p>
          {!byItself && (
            <Button size="sm" pending={pending(sendByHand)} onClick={() => void run(sendByHand)}>
              <Hand aria-hidden />
              Enviar à mão
            </Button>
          )}
        </div>
      </div>
    );
  }
  return (
    <div className="grid gap-3">
      {item.secret && <Credentials id={item.id} text={item.text} />}
      {!item.hasPhone && item.clientId && <NoPhone clientId={item.clientId} again={gateway} />}
      <SettleActions id={item.id}>
        {item.link && <OpenWhatsapp href={item.link} />}
        {item.toGroup && <CopyButton text={item.text} label="Copiar texto" />}
      </SettleActions>
    </div>
  );
}

/** Opens WhatsApp with the text ready; the address never learns where it came from. */
export const OpenWhatsapp = ({ href }: { href: string }) => (
  <ButtonLink
    href={href}
    size="sm"
    variant="primary"
    className="max-sm:w-full"
    target="_blank"
    rel="noopener noreferrer"
  >
    <MessageCircle aria-hidden />
    Abrir no WhatsApp
  </ButtonLink>
);

const NoPhone = ({ clientId, again }: { clientId: string; again: boolean }) => (
  <p className="text-warning">
    Este cliente não tem WhatsApp.{' '}
    <Link href={`/clients/${clientId}`} className="font-medium underline underline-offset-4">
      Completar o cadastro
    </Link>
    {again && ' e depois envie por aqui.'}
  </p>
);
