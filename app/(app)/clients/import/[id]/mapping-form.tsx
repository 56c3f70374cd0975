'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { Card } from '@/components/card';
import { CheckboxField, SelectField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { FIELD_WORDS } from '@/lib/imports/messages';
import { FIELDS } from '@/lib/imports/rules';
import { mappingSchema } from '@/lib/imports/schema';
import { saveMapping } from '../actions';
import type { ServerChoice } from './page';

type Values = z.input<typeof mappingSchema>;
type Props = {
  id: string;
  source: 'sigma' | 'ultragestor' | 'other';
  columns: { name: string; title: string; field: string | null; sample: string }[];
  choices: ServerChoice[];
  chosen: Pick<Values, 'serverId' | 'planId' | 'existing' | 'onPanel'>;
};

const MEANINGS = [
  { value: '', label: 'Não importar' },
  ...FIELDS.map((field) => ({ value: field, label: FIELD_WORDS[field] })),
];

/** Step one: what each column is, and where the clients go. */
export function MappingForm({ id, source, columns, choices, chosen }: Props) {
  const router = useRouter();
  const [only] = choices.length === 1 ? choices : [];
  const fields = columns.map((c) => c.field ?? '') as Values['fields'];
  const defaults: Values = { ...chosen, id, fields, serverId: chosen.serverId || (only?.id ?? '') };
  const onDone = () => {
    router.push(`/clients/import/${id}` as Route);
    router.refresh();
  };
  const form = useActionForm({ schema: mappingSchema, action: saveMapping, defaults, onDone });
  const server = useServer(form, choices);
  return (
    <Form form={form} className="grid gap-4">
      {source !== 'other' && (
        <p className="rounded-card bg-info-soft px-4 py-3 text-info">
          {source === 'sigma'
            ? 'É uma exportação de um painel Sigma: as colunas já estão reconhecidas.'
            : 'É uma exportação do próprio UltraGestor: as colunas já estão reconhecidas.'}
        </p>
      )}
      <Card title="Para onde vão">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="serverId"
            label="Servidor"
            options={choices.map((s) => ({ value: s.id, label: s.name }))}
            required
          />
          <SelectField
            name="planId"
            label="Plano padrão"
            options={[{ value: '', label: 'Só o da coluna de plano' }, ...(server?.plans ?? [])]}
            hint="Para as linhas que não dizem um plano."
          />
          <SelectField
            name="existing"
            label="Quem já existe neste servidor"
            options={[
              { value: 'update', label: 'Atualizar com o que está na planilha' },
              { value: 'skip', label: 'Deixar como está' },
            ]}
            hint="Reconhecido pelo usuário. A situação de quem já existe não muda."
          />
        </div>
        {server?.hasPanel && (
          <div className="mt-3">
            <CheckboxField
              name="onPanel"
              label="Estes clientes já existem no painel"
              hint="Marcado, as contas contam como ligadas ao painel. Desmarcado, ficam como “conta a criar” até você pedir. De um jeito ou de outro, importar não cria contas, não renova e não envia mensagens."
            />
          </div>
        )}
      </Card>
      <Card title="O que é cada coluna">
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {columns.map(({ name, title, sample }) => (
            <SelectField
              key={name}
              name={name}
              label={title}
              options={MEANINGS}
              hint={sample ? `Ex.: ${sample}` : 'Vazia nas primeiras linhas'}
            />
          ))}
        </div>
      </Card>
      <FormError />
      <div>
        <SubmitButton className="max-sm:w-full">Conferir linhas</SubmitButton>
      </div>
    </Form>
  );
}

/** The chosen server; a plan of another one is let go, a lone plan is chosen. */
function useServer(form: ReturnType<typeof useActionForm<Values, undefined>>, choices: ServerChoice[]) {
  const { control, getValues, setValue } = form.methods;
  const serverId = useWatch({ control, name: 'serverId' });
  const server = choices.find((s) => s.id === serverId);
  useEffect(() => {
    if (!server) return;
    const planId = getValues('planId');
    const [lone] = server.plans.length === 1 ? server.plans : [];
    if (!server.plans.some((p) => p.value === planId)) setValue('planId', lone?.value ?? '');
  }, [server, getValues, setValue]);
  return server;
}
