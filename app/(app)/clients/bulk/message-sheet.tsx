'use client';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Confirm } from '@/components/confirm';
import { LabelledSelect } from '@/components/field-frame';
import { TextareaField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import type { MessagePreview } from '@/lib/bulk/clients/queries';
import { messageForm } from '@/lib/bulk/clients/schema';
import type { Choice } from '@/lib/clients/list/queries';
import { done } from '@/lib/result';
import { people } from '@/lib/words';
import { insertInto } from '../../messages/templates/insert';
import { Preview } from '../../messages/templates/preview';
import { VariableChips } from '../../messages/templates/variable-chips';
import { startMessage } from './actions';
import { useBatch } from './use-batch';

type Model = { kind: string; label: string; body: string };
type Props = { choice: Choice; preview: MessagePreview; models: Model[]; onClose: () => void };
const textForm = z.strictObject({ text: messageForm.shape.text });

/** A text to the chosen clients: written beside what the first of them will read, confirmed with the numbers. */
export function MessageSheet({ choice, preview, models, onClose }: Props) {
  const begin = useBatch();
  const [ready, setReady] = useState<string | null>(null);
  const expected = preview.chosen;
  const send = async () => {
    if (ready === null) return;
    await begin({ choice, expected, ready }, (bulkId) =>
      startMessage({ bulkId, choice, expected, text: ready }),
    );
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Mensagem para ${people(preview.count)}`}
      description={wayOut(preview)}
    >
      <div className="grid gap-4">
        <WithoutPhone {...preview.withoutPhone} />
        <Writing preview={preview} models={models} onReady={setReady} />
      </div>
      <Confirm
        open={ready !== null}
        onOpenChange={(open) => !open && setReady(null)}
        title={`Enviar para ${people(preview.count)}?`}
        confirmLabel="Pôr na fila de envio"
        onConfirm={send}
      >
        Cada um recebe esta mensagem uma única vez. {wayOut(preview)}
      </Confirm>
    </Sheet>
  );
}

function Writing({
  preview,
  models,
  onReady,
}: Omit<Props, 'choice' | 'onClose'> & { onReady: (text: string) => void }) {
  const form = useActionForm({
    schema: textForm,
    action: async ({ text }: z.input<typeof textForm>) => done(text),
    defaults: { text: models.find((m) => m.kind === 'custom')?.body ?? '' },
    onDone: onReady,
  });
  const typed = useWatch({ control: form.methods.control, name: 'text' }) ?? '';
  const area = useRef<HTMLDivElement>(null);
  const put = (text: string) =>
    form.methods.setValue('text', text, { shouldDirty: true, shouldValidate: true });
  return (
    <Form form={form}>
      <LabelledSelect
        label="Começar de"
        defaultValue="custom"
        onChange={({ target }) => put(models.find((m) => m.kind === target.value)?.body ?? '')}
      >
        {models.map((m) => (
          <option key={m.kind} value={m.kind}>
            {m.label}
          </option>
        ))}
        <option value="">Texto em branco</option>
      </LabelledSelect>
      <div ref={area}>
        <TextareaField name="text" label="Texto da mensagem" rows={8} maxLength={2_000} required />
      </div>
      <VariableChips kind="custom" onPick={(name) => insertInto(area.current, typed, name, put)} />
      {preview.first && (
        <Preview
          kind="custom"
          body={typed}
          sample={preview.first.values}
          note={`Com os dados de ${preview.first.name}, o primeiro da lista.`}
        />
      )}
      <FormError />
      <SubmitButton>Conferir e enviar</SubmitButton>
    </Form>
  );
}

function WithoutPhone({ count, names }: MessagePreview['withoutPhone']) {
  if (count === 0) return null;
  const more = count - names.length;
  return (
    <p className="rounded-control bg-warning-soft px-3 py-2.5 text-warning">
      {count === 1
        ? '1 sem WhatsApp fica de fora: '
        : `${count.toLocaleString('pt-BR')} sem WhatsApp ficam de fora: `}
      {names.join(', ')}
      {more > 0 && ` e mais ${more.toLocaleString('pt-BR')}`}.
    </p>
  );
}

const MEAN_GAP_SECONDS = 10;

function wayOut({ gateway, count }: MessagePreview): string {
  if (!gateway) return 'Elas ficam em Mensagens, para você abrir e enviar uma a uma pelo seu celular.';
  const minutes = Math.ceil((count * MEAN_GAP_SECONDS) / 60);
  const long = minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `Saem sozinhas pelo seu WhatsApp, uma a cada 5 a 15 segundos: cerca de ${long} ao todo.`;
}
