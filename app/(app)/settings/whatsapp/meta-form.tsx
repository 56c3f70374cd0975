'use client';
import { TextField } from '@/components/fields';
import { Form, useActionForm } from '@/components/form';
import { cloudSchema } from '@/lib/channels/cloud/schema';
import { TrialAndSave, useTrial } from '../trial';
import { saveMeta, testMeta } from './actions';

type Stored = { phoneId: string; tokenMask: string };

/** Connects a number of Meta's own API, or changes the connection; token and secret are only ever written. */
export function MetaForm({ stored }: { stored: Stored | null }) {
  const form = useActionForm({
    schema: cloudSchema,
    action: saveMeta,
    defaults: { phoneId: stored?.phoneId ?? '', token: '', appSecret: '' },
    onDone: () => {
      trial.forget();
      form.methods.resetField('token', { defaultValue: '' });
      form.methods.resetField('appSecret', { defaultValue: '' });
    },
  });
  const trial = useTrial(form.methods, testMeta);
  return (
    <Form form={form}>
      <TextField
        name="phoneId"
        label="Identificação do número"
        placeholder="106540352242922"
        inputMode="numeric"
        autoComplete="off"
        hint="No painel da Meta, em WhatsApp, Configuração da API: identificação do número de telefone."
        required
      />
      <TextField
        name="token"
        label="Token de acesso"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={
          stored
            ? `Guardado: ${stored.tokenMask}. Deixe em branco para manter.`
            : 'O token permanente de um usuário do sistema. Fica criptografado e nunca mais é mostrado.'
        }
      />
      <TextField
        name="appSecret"
        label="Chave secreta do app"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={
          stored
            ? 'Guardada. Deixe em branco para manter.'
            : 'No painel da Meta, em Configurações do app, Básico. Com ela a Meta assina o que nos manda.'
        }
      />
      <TrialAndSave trial={trial} />
    </Form>
  );
}
