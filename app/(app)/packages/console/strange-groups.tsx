'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { registerSchema } from '@/lib/inbound/schema';
import { names, register } from './actions';

type Strange = { jid: string; messages: number; lastAt: string };

/** WhatsApp groups that wrote and are none of ours: nothing is answered there until somebody registers them. */
export function StrangeGroups({ groups, nameable }: { groups: Strange[]; nameable: boolean }) {
  const [jid, setJid] = useState<string | null>(null);
  const [known, setKnown] = useState<Record<string, string>>({});
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  const ask = async () => {
    setAsking(true);
    const result = await answered(() => names({}));
    setAsking(false);
    if (result.ok) setKnown(result.data);
    else tell(result);
  };
  return (
    <Card
      title="Grupos que escreveram"
      actions={
        nameable &&
        groups.length > 0 && (
          <Button size="sm" variant="ghost" pending={asking} onClick={() => void ask()}>
            Ver nomes
          </Button>
        )
      }
    >
      {groups.length === 0 ? (
        <p className="text-muted">
          Um grupo do WhatsApp que escrever e não estiver cadastrado aparece aqui. Até lá, nada é respondido
          nele.
        </p>
      ) : (
        <ul className="grid gap-3" aria-label="Não cadastrados">
          {groups.map((group) => (
            <li key={group.jid} className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0">
                {known[group.jid] && <span className="block wrap-anywhere text-ink">{known[group.jid]}</span>}
                <code className="block text-xs break-all text-ink">{group.jid}</code>
                <span className="tabular text-[0.8125rem] text-muted">
                  {group.messages === 1 ? '1 mensagem' : `${group.messages} mensagens`} · {group.lastAt}
                </span>
              </span>
              <Button size="sm" onClick={() => setJid(group.jid)}>
                Cadastrar
                <span className="sr-only"> o grupo {group.jid}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Sheet
        open={jid !== null}
        onOpenChange={(open) => !open && setJid(null)}
        title="Cadastrar grupo"
        description="Depois de cadastrado, os comandos dele passam a ser respondidos."
      >
        {jid && <RegisterForm jid={jid} name={known[jid] ?? ''} onDone={() => setJid(null)} />}
      </Sheet>
    </Card>
  );
}

function RegisterForm({ jid, name, onDone }: { jid: string; name: string; onDone: () => void }) {
  const form = useActionForm({
    schema: registerSchema,
    action: register,
    defaults: { jid, name },
    onDone,
  });
  return (
    <Form form={form}>
      <TextField name="name" label="Nome do grupo" maxLength={80} autoComplete="off" required />
      <p className="text-xs break-all text-muted">{jid}</p>
      <FormError />
      <div className="flex justify-end">
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </Form>
  );
}
