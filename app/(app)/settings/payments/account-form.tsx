'use client';
import { TextField } from '@/components/fields';
import { Form, useActionForm } from '@/components/form';
import { accountForm } from '@/lib/mercadopago/schema';
import { TrialAndSave, useTrial } from '../trial';
import { save, test } from './actions';

type Stored = { tokenMask: string; hasSecret: boolean; payerEmail: string };

/** Connects the account, or changes it; token and secret are only ever written. */
export function AccountForm({ stored }: { stored: Stored | null }) {
  const form = useActionForm({
    schema: accountForm,
    action: save,
    defaults: { token: '', secret: '', payerEmail: stored?.payerEmail ?? '' },
    onDone: () => {
      trial.forget();
      form.methods.resetField('token', { defaultValue: '' });
      form.methods.resetField('secret', { defaultValue: '' });
    },
  });
  const trial = useTrial(form.methods, test);

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
      <TrialAndSave trial={trial} />
    </Form>
  );
}
