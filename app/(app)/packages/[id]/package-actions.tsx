'use client';
import { CalendarPlus, CircleX, Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { extendForm } from '@/lib/packages/sale/schema';
import type { ActionResult } from '@/lib/result';
import { cancelOne, extend, pause, resume } from '../actions';

type Props = { id: string; state: 'active' | 'paused'; name: string; left: number };

/** Pause, resume, extend, cancel: each says first what it means. */
export function PackageActions({ id, state, name, left }: Props) {
  const [open, setOpen] = useState<'pause' | 'resume' | 'extend' | 'cancel' | null>(null);
  const { tell } = useStatus();
  const router = useRouter();
  const shown = (which: typeof open) => ({
    open: open === which,
    onOpenChange: (next: boolean) => !next && setOpen(null),
  });
  const act = async (run: (input: { id: string }) => Promise<ActionResult>) => {
    tell(await answered(() => run({ id })));
    router.refresh();
  };
  const pausing = state === 'active';
  return (
    <>
      <Button onClick={() => setOpen(pausing ? 'pause' : 'resume')}>
        {pausing ? <Pause aria-hidden /> : <Play aria-hidden />}
        {pausing ? 'Pausar' : 'Retomar'}
      </Button>
      <Button onClick={() => setOpen('extend')}>
        <CalendarPlus aria-hidden />
        Estender
      </Button>
      <Button variant="ghost" onClick={() => setOpen('cancel')}>
        <CircleX aria-hidden />
        Cancelar pacote
      </Button>
      {/* Two, so that neither changes its words while it closes. */}
      <Confirm
        {...shown('pause')}
        title={`Pausar ${name}?`}
        confirmLabel="Pausar agora"
        onConfirm={() => act(pause)}
      >
        Nada sai até o pacote ser retomado. Nenhuma renovação se perde: as que faltam e o fim andam para a
        frente o tempo da pausa.
      </Confirm>
      <Confirm
        {...shown('resume')}
        title={`Retomar ${name}?`}
        confirmLabel="Retomar agora"
        onConfirm={() => act(resume)}
      >
        As renovações que faltam e o fim andaram para a frente o tempo da pausa, e seguem a partir de agora.
      </Confirm>
      <Sheet
        {...shown('extend')}
        title={`Estender ${name}`}
        description="As renovações novas vêm depois da última, uma por dia, com a mesma referência."
      >
        <ExtendFields
          id={id}
          onDone={() => {
            setOpen(null);
            router.refresh();
          }}
        />
      </Sheet>
      <Confirm
        {...shown('cancel')}
        title={`Cancelar ${name}?`}
        confirmLabel="Cancelar pacote"
        danger
        onConfirm={() => act(cancelOne)}
      >
        {left === 0
          ? 'O pacote termina agora. O que já está a caminho da planilha ainda chega.'
          : `O pacote termina agora e ${left === 1 ? 'a renovação que falta não sai' : `as ${left} renovações que faltam não saem`}. O que já está a caminho da planilha ainda chega. A referência continua usada, e não dá para voltar atrás.`}
      </Confirm>
    </>
  );
}

function ExtendFields({ id, onDone }: { id: string; onDone: () => void }) {
  const form = useActionForm({ schema: extendForm, action: extend, defaults: { id, days: '' }, onDone });
  return (
    <Form form={form}>
      <TextField name="days" label="Dias a mais" inputMode="numeric" autoComplete="off" maxLength={3} />
      <FormError />
      <SubmitButton>Estender pacote</SubmitButton>
    </Form>
  );
}
