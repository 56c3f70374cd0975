'use client';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextareaField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { useStatus } from '@/components/status';
import { DEFAULT_BODIES } from '@/lib/templates/messages';
import type { Kind, Values } from '@/lib/templates/rules';
import { wordingSchema } from '@/lib/templates/schema';
import { reset, save } from './actions';
import { insertInto } from './insert';
import { Preview } from './preview';
import { VariableChips } from './variable-chips';

type Props = { wording: { kind: Kind; body: string; own: boolean }; sample: Values };

/** The wording of one kind beside what a client will read. */
export function WordingForm({ wording: { kind, body, own }, sample }: Props) {
  const form = useActionForm({ schema: wordingSchema, action: save, defaults: { kind, body } });
  const typed = useWatch({ control: form.methods.control, name: 'body' }) ?? '';
  const area = useRef<HTMLDivElement>(null);

  const put = (text: string) =>
    form.methods.setValue('body', text, { shouldDirty: true, shouldValidate: true });

  return (
    <Form form={form} className="mt-4 grid items-start gap-6 lg:grid-cols-2">
      <div className="grid min-w-0 gap-4">
        <div ref={area}>
          <TextareaField name="body" label="Texto" rows={11} maxLength={2_000} required />
        </div>
        <VariableChips kind={kind} onPick={(name) => insertInto(area.current, typed, name, put)} />
      </div>
      <Preview kind={kind} body={typed} sample={sample} />
      <div className="grid gap-4 lg:col-start-1">
        <FormError />
        <div className="flex flex-wrap items-center justify-end gap-2">
          {own && (
            <BackToDefault
              kind={kind}
              onDone={() => form.methods.reset({ kind, body: DEFAULT_BODIES[kind] })}
            />
          )}
          <SubmitButton className="max-sm:flex-1">Salvar</SubmitButton>
        </div>
      </div>
    </Form>
  );
}

function BackToDefault({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    const result = await answered(() => reset({ kind }));
    setPending(false);
    tell(result);
    if (result.ok) onDone();
  };
  return (
    <Button variant="ghost" pending={pending} onClick={() => void press()}>
      Voltar ao texto original
    </Button>
  );
}
