'use client';
import { Archive, Pause, Pencil, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { Country } from '@/lib/phone';
import { putClientAway, saveClient, switchStatus } from '../actions';
import { ClientForm, type ClientFormValues } from '../client-form';
import type { FormChoices } from '../shown';

type Props = {
  client: ClientFormValues;
  status: 'active' | 'suspended';
  linked: boolean;
  choices: FormChoices;
  country: Country;
};

export function ClientActions({ client, status, linked, choices, country }: Props) {
  const [open, setOpen] = useState<'edit' | 'switch' | 'archive' | null>(null);
  const { tell } = useStatus();
  const router = useRouter();
  const close = () => setOpen(null);
  const suspending = status === 'active';

  const change = async () =>
    tell(await answered(() => switchStatus({ id: client.id, status: suspending ? 'suspended' : 'active' })));
  const archive = async () => {
    const result = await answered(() => putClientAway({ id: client.id }));
    tell(result);
    if (result.ok) router.push('/clients');
  };
  return (
    <>
      <Button onClick={() => setOpen('edit')}>
        <Pencil aria-hidden />
        Editar
      </Button>
      <Button onClick={() => setOpen('switch')}>
        {suspending ? <Pause aria-hidden /> : <Play aria-hidden />}
        {suspending ? 'Suspender' : 'Reativar'}
      </Button>
      <Button variant="ghost" onClick={() => setOpen('archive')}>
        <Archive aria-hidden />
        Arquivar
      </Button>
      <Sheet open={open === 'edit'} onOpenChange={(next) => !next && close()} title={`Editar ${client.name}`}>
        <ClientForm
          action={saveClient}
          defaults={client}
          choices={choices}
          country={country}
          linked={linked}
          onDone={close}
        />
      </Sheet>
      <Confirm
        open={open === 'switch'}
        onOpenChange={(next) => !next && close()}
        title={suspending ? `Suspender ${client.name}?` : `Reativar ${client.name}?`}
        confirmLabel={suspending ? 'Suspender agora' : 'Reativar agora'}
        danger={suspending}
        onConfirm={change}
      >
        {linked
          ? 'A situação também muda no painel. A data de vencimento não muda.'
          : 'Muda só aqui. A data de vencimento não muda.'}
      </Confirm>
      <Confirm
        open={open === 'archive'}
        onOpenChange={(next) => !next && close()}
        title={`Arquivar ${client.name}?`}
        confirmLabel="Arquivar agora"
        danger
        onConfirm={archive}
      >
        O cliente sai das listas e o histórico fica guardado. No painel nada muda: a conta continua lá até
        vencer.
      </Confirm>
    </>
  );
}
