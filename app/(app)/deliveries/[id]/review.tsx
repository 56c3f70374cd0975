'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { DateField, TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { byHandForm, RESEND_WORD, resendForm } from '@/lib/renewals/schema';
import type { ActionResult } from '@/lib/result';
import type { Day } from '@/lib/time';
import { acceptRenewed, lookAtPanel, renewedByHand, resend, retry } from '../actions';

type Props = { id: string; state: 'review' | 'rejected'; today: Day; quietUntil: string | null };

/** The three decisions only a person may take, with the panel's date of this moment beside them. */
export function Review({ id, state, today, quietUntil }: Props) {
  const router = useRouter();
  const { tell } = useStatus();
  const [open, setOpen] = useState<'resend' | 'by-hand' | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [seen, setSeen] = useState<string | null>(null);
  const done = () => {
    setOpen(null);
    router.refresh();
  };
  const press = (name: string, call: () => Promise<ActionResult<unknown>>) => async () => {
    setBusy(name);
    tell(await answered(call));
    setBusy(null);
    router.refresh();
  };
  const look = async () => {
    setBusy('look');
    const read = await answered(() => lookAtPanel({ id }));
    setBusy(null);
    if (read.ok) setSeen(`Agora o painel mostra ${read.data.expiresAt}.`);
    else tell(read);
  };

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" pending={busy === 'look'} onClick={() => void look()}>
          Ver o painel agora
        </Button>
        {seen && <p className="tabular">{seen}</p>}
      </div>
      {state === 'rejected' ? (
        <Button variant="primary" pending={busy === 'retry'} onClick={press('retry', () => retry({ id }))}>
          Já resolvi - tentar de novo
        </Button>
      ) : (
        <>
          <Button
            variant="primary"
            pending={busy === 'accept'}
            onClick={press('accept', () => acceptRenewed({ id }))}
          >
            O painel já renovou - aceitar
          </Button>
          <Button disabled={quietUntil !== null} onClick={() => setOpen('resend')}>
            Não renovou - reenviar
          </Button>
        </>
      )}
      {quietUntil && state === 'review' && (
        <p className="text-muted">
          Reenviar só depois de {quietUntil}: até lá o painel pode estar aplicando o envio.
        </p>
      )}
      <Button onClick={() => setOpen('by-hand')}>Renovei à mão</Button>
      <Sheet
        open={open === 'resend'}
        onOpenChange={(o) => setOpen(o ? 'resend' : null)}
        title="Reenviar a renovação?"
        description="Confira antes no painel. Se a primeira chegou, esta gasta outro crédito."
      >
        <ResendForm id={id} onDone={done} />
      </Sheet>
      <Sheet
        open={open === 'by-hand'}
        onOpenChange={(o) => setOpen(o ? 'by-hand' : null)}
        title="Renovei à mão"
        description="Guardamos a data que o painel mostra. Se ele não puder ser lido agora, vale a que você escrever."
      >
        <ByHandForm id={id} today={today} onDone={done} />
      </Sheet>
    </div>
  );
}

function ResendForm({ id, onDone }: { id: string; onDone: () => void }) {
  const form = useActionForm({ schema: resendForm, action: resend, defaults: { id, word: '' }, onDone });
  return (
    <Form form={form}>
      <TextField name="word" label={`Digite ${RESEND_WORD}`} autoComplete="off" />
      <FormError />
      <SubmitButton variant="danger">Reenviar</SubmitButton>
    </Form>
  );
}

function ByHandForm({ id, today, onDone }: { id: string; today: Day; onDone: () => void }) {
  const form = useActionForm({
    schema: byHandForm,
    action: renewedByHand,
    defaults: { id, expiresOn: today },
    onDone,
  });
  return (
    <Form form={form}>
      <DateField name="expiresOn" label="Vencimento no painel" />
      <FormError />
      <SubmitButton>Registrar</SubmitButton>
    </Form>
  );
}
