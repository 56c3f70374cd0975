'use client';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { accountForm } from '@/lib/mercadopago/schema';
import type { ActionResult } from '@/lib/result';
import { save, test } from './actions';

type Stored = { tokenMask: string; hasSecret: boolean; payerEmail: string };

/** Connects the account, or changes it; token and secret are only ever written. */
export function AccountForm({ stored }: { stored: Stored | null }) {
  const [tested, setTested] = useState<ActionResult | null>(null);
  const [testing, setTesting] = useState(false);
  const form = useActionForm({
    schema: accountForm,
    action: save,
    defaults: { token: '', secret: '', payerEmail: stored?.payerEmail ?? '' },
    onDone: () => {
      setTested(null);
      form.methods.resetField('token', { defaultValue: '' });
      form.methods.resetField('secret', { defaultValue: '' });
    },
  });
  const { methods } = form;

  const look = async () => {
    setTested(null);
    if (!(await methods.trigger(undefined, { shouldFocus: true }))) return;
    setTesting(true);
    const answer = await answered(() => test(methods.getValues()));
    setTesting(false);
    const wrong = answer.ok ? undefined : answer.fields?.token;
    if (wrong) methods.setError('token', { type: 'server', message: wrong }, { shouldFocus: true });
    else setTested(answer);
  };

  return (
    <Form form={form}>
      <TextField
        name="token"
        label="Token de acesso"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={
          stored
            ? `Guardado: ${stored.tokenMask}. Deixe em branco para manter.`
            : 'O Access Token de produção da sua aplicação. Fica criptografado e nunca mais é mostrado.'
        }
      />
      <TextField
        name="secret"
        label="Segredo do webhook"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={
          stored?.hasSecret
            ? 'Guardado. Deixe em branco para manter.'
            : 'A assinatura secreta que o Mercado Pago mostra ao salvar o webhook. Sem ela, o pagamento só é conferido de tempos em tempos.'
        }
      />
      <TextField
        name="payerEmail"
        label="E-mail para recibos"
        type="email"
        autoComplete="off"
        hint="O Mercado Pago exige um e-mail de quem paga: este vai quando o cliente não tem."
        required
      />
      <div className="contents" aria-live="polite">
        {tested && <p className={tested.ok ? 'text-success' : 'text-danger'}>{tested.message}</p>}
      </div>
      <FormError />
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4 max-sm:*:flex-1">
        <Button pending={testing} onClick={() => void look()}>
          <PlugZap aria-hidden />
          Testar
        </Button>
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </Form>
  );
}
