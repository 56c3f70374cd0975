'use client';
import { KeyRound, Lock, LockOpen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { SelectField } from '@/components/fields';
import { answered, Form, FormError, NO_ANSWER, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { Role } from '@/lib/auth/rules';
import type { ActionResult } from '@/lib/result';
import { userRole } from '@/lib/users/schema';
import { changeRole, resetPassword, setAccess } from './actions';
import { OncePassword } from './once-password';
import { ROLE_OPTIONS, roleHint } from './roles';

type Person = { id: string; name: string; role: Role; enabled: boolean };

export function ManageUser(person: Person) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Gerenciar
        <span className="sr-only">{person.name}</span>
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title={person.name}>
        <Panel {...person} onClose={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Panel({ id, name, role, enabled, onClose }: Person & { onClose: () => void }) {
  const [password, setPassword] = useState<string | null>(null);
  const [asking, setAsking] = useState<'reset' | 'access' | null>(null);
  const { tell } = useStatus();
  const run = async <T,>(call: () => Promise<ActionResult<T>>, then: (data: T) => void) => {
    const result = await answered(call, NO_ANSWER);
    tell(result);
    if (result.ok) then(result.data);
  };
  if (password) return <OncePassword password={password} onClose={onClose} />;
  return (
    <div className="grid gap-6">
      <RoleForm id={id} role={role} onDone={onClose} />
      <div className="flex flex-wrap gap-2 border-t border-line pt-5">
        <Button onClick={() => setAsking('reset')}>
          <KeyRound aria-hidden />
          Redefinir acesso
        </Button>
        <Button variant={enabled ? 'danger' : 'secondary'} onClick={() => setAsking('access')}>
          {enabled ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
          {enabled ? 'Bloquear acesso' : 'Liberar acesso'}
        </Button>
      </div>
      <Confirm
        open={asking === 'reset'}
        onOpenChange={(open) => setAsking(open ? 'reset' : null)}
        title={`Redefinir o acesso de ${name}?`}
        confirmLabel="Gerar nova senha"
        onConfirm={() =>
          run(
            () => resetPassword({ userId: id }),
            (made) => setPassword(made.password),
          )
        }
      >
        A senha atual deixa de valer, a verificação em duas etapas é desligada e todas as sessões terminam.
      </Confirm>
      <Confirm
        open={asking === 'access'}
        onOpenChange={(open) => setAsking(open ? 'access' : null)}
        title={enabled ? `Bloquear o acesso de ${name}?` : `Liberar o acesso de ${name}?`}
        confirmLabel={enabled ? 'Bloquear' : 'Liberar'}
        danger={enabled}
        onConfirm={() => run(() => setAccess({ userId: id, enabled: !enabled }), onClose)}
      >
        {enabled
          ? 'As sessões desta pessoa terminam agora.'
          : 'Esta pessoa volta a entrar com a senha que tinha.'}
      </Confirm>
    </div>
  );
}

function RoleForm({ id, role, onDone }: { id: string; role: Role; onDone: () => void }) {
  const form = useActionForm({
    schema: userRole,
    action: changeRole,
    defaults: { userId: id, role: role === 'admin' ? undefined : role },
    onDone,
  });
  return (
    <Form form={form}>
      <SelectField
        name="role"
        label="Perfil"
        options={ROLE_OPTIONS}
        hint={roleHint(form.methods.watch('role'))}
      />
      <p className="text-[0.8125rem] leading-5 text-faint">Mudar o perfil encerra as sessões da pessoa.</p>
      <FormError />
      <div>
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </Form>
  );
}
