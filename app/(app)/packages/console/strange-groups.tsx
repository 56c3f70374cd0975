'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { registerSchema } from '@/lib/inbound/schema';
import { register } from './actions';

type Strange = { jid: string; messages: number; lastAt: string };

/** WhatsApp groups that wrote and are none of ours: nothing is answered there until somebody registers them. */
export function StrangeGroups({ groups }: { groups: Strange[] }) {
  const [jid, setJid] = useState<string | null>(null);
  return (
    <Card title="Grupos que escreveram">
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
        {jid && <RegisterForm jid={jid} onDone={() => setJid(null)} />}
      </Sheet>
    </Card>
  );
}

function RegisterForm({ jid, onDone }: { jid: string; onDone: () => void }) {
  const form = useActionForm({
    schema: registerSchema,
    action: register,
    defaults: { jid, name: '' },
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
