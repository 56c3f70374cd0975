'use client';
import { Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { CheckboxField, TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { adminSchema } from '@/lib/groups/schema';
import { excludeAdmin, includeAdmin } from '../actions';

type Admin = { id: string; name: string; phone: string; everywhere: boolean };
type Props = { groupId: string; admins: Admin[]; owner: boolean };

/** Who may give commands on WhatsApp here. */
export function AdminsCard({ groupId, admins, owner }: Props) {
  return (
    <Card title="Administradores" actions={owner && <Include groupId={groupId} />}>
      {admins.length === 0 ? (
        <p className="text-muted">
          Ninguém pode dar comandos neste grupo ainda. Inclua o número de quem usa .pacote e .pacotes_ativos.
        </p>
      ) : (
        <ul className="-my-2 divide-y divide-line">
          {admins.map((admin) => (
            <li key={admin.id} className="flex min-h-12 items-center justify-between gap-3 py-2">
              <p className="min-w-0 wrap-break-word text-ink">
                {admin.name}{' '}
                <span className="tabular block text-[0.8125rem] leading-5 text-muted">{admin.phone}</span>
                {admin.everywhere && <Badge tone="info">Todos os grupos</Badge>}
              </p>
              {owner && <Exclude admin={admin} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Include({ groupId }: { groupId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        Incluir
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Incluir administrador">
        <Fields groupId={groupId} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Fields({ groupId, onDone }: { groupId: string; onDone: () => void }) {
  const form = useActionForm({
    schema: adminSchema,
    action: includeAdmin,
    defaults: { groupId, name: '', phone: '', everywhere: false },
    onDone,
  });
  return (
    <Form form={form}>
      <TextField name="name" label="Nome da pessoa" autoComplete="off" required />
      <TextField
        name="phone"
        label="WhatsApp da pessoa"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        placeholder="84 512 3456"
        required
      />
      <CheckboxField
        name="everywhere"
        label="Em todos os grupos"
        hint="Também os que você criar depois, e .pacotes_todos."
      />
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Incluir administrador</SubmitButton>
      </div>
    </Form>
  );
}

function Exclude({ admin: { id, name, everywhere } }: { admin: Admin }) {
  const [open, setOpen] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button variant="ghost" size="sm" className="max-sm:min-w-11" onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        <span className="sr-only">Retirar {name}</span>
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Retirar ${name}?`}
        confirmLabel="Retirar"
        danger
        onConfirm={async () => tell(await answered(() => excludeAdmin({ id })))}
      >
        {everywhere ? 'Não poderá mais dar comandos em nenhum grupo.' : 'Não poderá mais dar comandos aqui.'}
      </Confirm>
    </>
  );
}
