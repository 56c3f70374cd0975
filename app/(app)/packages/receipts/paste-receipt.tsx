'use client';
import { ClipboardPaste, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { SelectField, TextareaField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { pasteSchema } from '@/lib/receipts/decisions/schema';
import { LACKS_NUMBER } from '@/lib/receipts/messages';
import { paste } from './actions';

type Groups = { id: string; name: string }[];

/** A customer's receipt pasted by a person, where no WhatsApp is connected or it came elsewhere. */
export function PasteReceipt({ groups }: { groups: Groups }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ClipboardPaste aria-hidden />
        Colar comprovante
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title="Comprovante de um cliente"
        description="Como se tivesse vindo do grupo: espera o SMS do celular e então ativa o pacote."
      >
        <Fields groups={groups} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Fields({ groups, onDone }: { groups: Groups; onDone: () => void }) {
  const only = groups.length === 1 ? (groups[0]?.id ?? '') : '';
  const [lacks, setLacks] = useState(false);
  const form = useActionForm({
    schema: pasteSchema,
    action: paste,
    defaults: { groupId: only, text: '' },
    onDone: ({ noNumber }) => {
      setLacks(noNumber);
      if (noNumber) form.methods.setFocus('text');
      else onDone();
    },
  });
  return (
    <Form form={form}>
      <SelectField
        name="groupId"
        label="Grupo do cliente"
        options={groups.map(({ id: value, name: label }) => ({ value, label }))}
      />
      {lacks && (
        <p
          role="alert"
          className="flex items-start gap-2.5 rounded-control bg-warning-soft px-3 py-2.5 text-warning"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
          {LACKS_NUMBER}
        </p>
      )}
      <TextareaField
        name="text"
        label="Mensagem do cliente"
        rows={6}
        hint="O texto inteiro do comprovante e o número que recebe os dados."
      />
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Receber comprovante</SubmitButton>
      </div>
    </Form>
  );
}
