'use client';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { passwordChange } from '@/lib/users/schema';
import { changePassword } from './actions';

/** Changing the password ends every session, so the login page comes next. */
export function PasswordForm() {
  const form = useActionForm({
    schema: passwordChange,
    action: changePassword,
    defaults: { current: '', next: '' },
    onDone: () => window.location.assign('/login'),
  });
  return (
    <Form form={form}>
      <TextField name="current" label="Senha atual" type="password" autoComplete="current-password" />
      <TextField
        name="next"
        label="Nova senha"
        type="password"
        autoComplete="new-password"
        hint="Pelo menos 8 caracteres. Todos os aparelhos saem, inclusive este."
      />
      <FormError />
      <div>
        <SubmitButton>Alterar senha</SubmitButton>
      </div>
    </Form>
  );
}
