'use client';
import { Archive, ArchiveRestore } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import { TextareaField } from '@/components/fields';
import { focusAfter } from '@/components/focus-after';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { DismissedKind } from '@/lib/dismissals/rules';
import { dismissForm } from '@/lib/dismissals/schema';
import { bringBack, dismiss } from './board-actions';

type Kind = Exclude<DismissedKind, 'renewal'>;

/** *Dispensar*, with the reason: what nobody will mend leaves the board. */
export function Dismiss({ kind, id }: { kind: Kind; id: string }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const done = () => {
    setOpen(false);
    focusAfter(button.current);
  };
  return (
    <>
      <Button ref={button} variant="ghost" onClick={() => setOpen(true)}>
        <Archive aria-hidden />
        Dispensar
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title="Dispensar esta entrega?"
        description="Ela sai da fila e deixa de contar. Nada é dado como entregue e nada é enviado. Fica em Dispensadas, com o motivo, e pode voltar."
      >
        <Because kind={kind} id={id} onDone={done} />
      </Sheet>
    </>
  );
}

function Because({ kind, id, onDone }: { kind: Kind; id: string; onDone: () => void }) {
  const router = useRouter();
  const form = useActionForm({
    schema: dismissForm,
    action: dismiss,
    defaults: { kind, id, because: '' },
    onDone: () => {
      onDone();
      router.refresh();
    },
  });
  return (
    <Form form={form}>
      <TextareaField
        name="because"
        label="Motivo"
        hint="Fica no histórico, com o seu nome."
        maxLength={300}
      />
      <FormError />
      <SubmitButton variant="danger">Dispensar</SubmitButton>
    </Form>
  );
}

/** *Trazer de volta*: on the board again, as it was. `who` tells several on one page apart. */
export function BringBack({ kind, id, who }: { kind: DismissedKind; id: string; who?: string }) {
  const router = useRouter();
  const { tell } = useStatus();
  const button = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    tell(await answered(() => bringBack({ kind, id })));
    setPending(false);
    router.refresh();
    focusAfter(button.current);
  };
  return (
    <Button ref={button} size="sm" pending={pending} onClick={() => void press()}>
      <ArchiveRestore aria-hidden />
      Trazer de volta
      {who && <span className="sr-only"> {who}</span>}
    </Button>
  );
}
