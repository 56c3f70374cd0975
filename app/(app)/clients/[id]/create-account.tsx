'use client';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { creditsWords } from '@/lib/servers/credits/messages';
import { createAccount } from '../actions';

export type Sold = { name: string; credits: number | null } | null;
type Props = { client: { id: string; username: string; serverName: string; planName: string }; sold: Sold };

/** Creates the account that the panel lacks; says before what that buys there. */
export function CreateAccount({ client, sold }: Props) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  const cost = sold?.credits == null ? 'o painel não informou' : creditsWords(sold.credits);
  return (
    <>
      <Button variant="primary" className="max-sm:w-full" onClick={() => setAsking(true)}>
        <UserPlus aria-hidden />
        Criar conta no painel
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Criar a conta no painel?"
        confirmLabel="Criar conta"
        onConfirm={async () => tell(await answered(() => createAccount({ id: client.id })))}
      >
        <DefinitionList
          items={[
            { label: 'Painel', value: client.serverName },
            { label: 'Usuário', value: <span className="break-all">{client.username}</span> },
            { label: 'Pacote do painel', value: sold?.name ?? `o do plano ${client.planName}` },
            { label: 'Custo no painel', value: cost },
          ]}
        />
        <p className="mt-3">
          O painel é lido antes: se a conta já estiver lá, ela é ligada a este cliente e nada é criado.
        </p>
      </Confirm>
    </>
  );
}
