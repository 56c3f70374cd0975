'use client';
import { Check, Hand, MessageCircle } from 'lucide-react';
import Link from 'next/link';
import { Button, ButtonLink } from '@/components/button';
import { discard, markSent, sendByHand } from './actions';
import { Credentials } from './credentials';
import type { ShownMessage } from './message-card';
import { useAct } from './use-act';

type Props = { item: ShownMessage; byItself: boolean; gateway: boolean };

/** What waits to be sent: by the gateway, or by the person reading this. */
export function ReadyActions({ item, byItself, gateway }: Props) {
  const { run, pending } = useAct(item.id);
  if (item.channel === 'evolution') {
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
      {!item.hasPhone && <NoPhone clientId={item.clientId} again={gateway} />}
      <div className="flex flex-wrap items-center gap-2">
        {item.link && <OpenWhatsapp href={item.link} />}
        <Button size="sm" pending={pending(markSent)} onClick={() => void run(markSent)}>
          <Check aria-hidden />
          Marcar como enviada
        </Button>
        <Button
          size="sm"
          variant="ghost"
          className="sm:ml-auto"
          pending={pending(discard)}
          onClick={() => void run(discard)}
        >
          Descartar
        </Button>
      </div>
    </div>
  );
}

/** Opens WhatsApp with the text ready; the address never learns where it came from. */
export const OpenWhatsapp = ({ href }: { href: string }) => (
  <ButtonLink href={href} size="sm" variant="primary" target="_blank" rel="noopener noreferrer">
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
