'use client';
import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { SelectField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { newUser } from '@/lib/users/schema';
import { addUser } from './actions';
import { OncePassword } from './once-password';
import { ROLE_OPTIONS, roleHint } from './roles';

export function AddUser() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <UserRoundPlus aria-hidden />
        Adicionar pessoa
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Nova pessoa">
        <AddForm onClose={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState<string | null>(null);
  const form = useActionForm({
    schema: newUser,
    action: addUser,
    defaults: { name: '', email: '', role: 'operator' },
    onDone: (made) => setPassword(made.password),
  });
  if (password) return <OncePassword password={password} onClose={onClose} />;
  return (
    <Form form={form}>
      <TextField name="name" label="Nome" autoComplete="off" maxLength={80} autoFocus />
      <TextField name="email" label="E-mail" type="email" inputMode="email" autoComplete="off" />
      <SelectField
        name="role"
        label="Perfil"
        options={ROLE_OPTIONS}
        hint={roleHint(form.methods.watch('role'))}
      />
      <p className="text-[0.8125rem] leading-5 text-faint">A senha é gerada e mostrada uma vez.</p>
      <FormError />
      <div>
        <SubmitButton>Criar acesso</SubmitButton>
      </div>
    </Form>
  );
}
