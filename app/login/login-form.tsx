'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { signInForm } from '@/lib/auth/schema';
import { enter } from './actions';
import { DemoButton } from './demo-button';

/** E-mail and password; accounts with a second step are asked for its code next. */
export function LoginForm({ callbackUrl, demo }: { callbackUrl: string; demo: boolean }) {
  const [step, setStep] = useState<'password' | 'code'>('password');
  const form = useActionForm({
    schema: signInForm,
    action: enter,
    defaults: { email: '', password: '', code: undefined, callbackUrl },
    // A whole page load: nothing of another session stays in the router's memory.
    onDone: (entered) => (entered.next === 'in' ? window.location.assign(entered.path) : setStep('code')),
  });
  const back = () => {
    form.methods.setValue('code', undefined);
    setStep('password');
  };
  return (
    <>
      <Form form={form}>
        {step === 'password' ? (
          <>
            <TextField
              name="email"
              label="E-mail"
              type="email"
              autoComplete="username"
              inputMode="email"
              autoFocus
            />
            <TextField name="password" label="Senha" type="password" autoComplete="current-password" />
          </>
        ) : (
          <TextField
            name="code"
            label="Código do aplicativo"
            hint="Os 6 números que o seu aplicativo de autenticação mostra agora."
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            autoFocus
          />
        )}
        <FormError />
        <SubmitButton className="w-full sm:h-10">Entrar</SubmitButton>
        {step === 'code' && (
          <Button variant="ghost" onClick={back}>
            Voltar
          </Button>
        )}
      </Form>
      {demo && step === 'password' && <DemoButton />}
    </>
  );
}
