'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { v7 } from 'uuid';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { Country } from '@/lib/phone';
import { saveNewClient } from './actions';
import { ClientForm } from './client-form';
import type { FormChoices } from './shown';

/** The button and its sheet. Each opening has its own id, so that a form sent twice makes one client. */
export function AddClient({ choices, country }: { choices: FormChoices; country: Country }) {
  const [id, setId] = useState<string | null>(null);
  const close = () => setId(null);
  const [server] = choices.servers;
  const serverId = choices.servers.length === 1 && server ? server.id : '';
  return (
    <>
      <Button variant="primary" onClick={() => setId(v7())}>
        <Plus aria-hidden />
        Adicionar Cliente
      </Button>
      <Sheet
        open={id !== null}
        onOpenChange={(open) => !open && close()}
        title="Novo cliente"
        description="Em servidores com painel, a conta é criada lá ao salvar."
      >
        {id && (
          <ClientForm
            action={saveNewClient}
            defaults={{
              id,
              name: '',
              email: '',
              phone: '',
              serverId,
              planId: '',
              username: '',
              password: '',
              expiresOn: '',
              notes: '',
            }}
            choices={choices}
            country={country}
            onDone={close}
          />
        )}
      </Sheet>
    </>
  );
}
