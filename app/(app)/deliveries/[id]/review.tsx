'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { CLOSE_WORD, closeForm, RESEND_WORD, resendForm } from '@/lib/renewals/schema';
import type { ActionResult } from '@/lib/result';
import { acceptRenewed, closeDelivery, renewedByHand, resend, retry } from '../actions';
import { PanelNow } from './panel-now';

type Props = {
  id: string;
  state: 'review' | 'rejected';
  /** The panel's date before and the one paid for, as words. */
  before: { label: string; value: string };
  expected: string;
  quietUntil: string | null;
};

/** The decisions only a person may take, with the panel's date of this moment beside the other two. */
export function Review({ id, state, before, expected, quietUntil }: Props) {
  const router = useRouter();
  const { tell } = useStatus();
  const [open, setOpen] = useState<'resend' | 'close' | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
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

  return (
    <div className="grid gap-3">
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
      {quietUntil && (
        <p className="text-muted">
          Reenviar ou encerrar só depois de {quietUntil}: até lá o painel pode estar aplicando o envio.
        </p>
      )}
      <Button pending={busy === 'by-hand'} onClick={press('by-hand', () => renewedByHand({ id }))}>
        Renovei à mão
      </Button>
      <p className="text-muted">
        {state === 'rejected'
          ? '“Renovei à mão” lê o painel na hora e só vale se a data avançou.'
          : '“O painel já renovou” e “Renovei à mão” leem o painel na hora e só valem se a data avançou.'}
      </p>
      <Button variant="ghost" disabled={quietUntil !== null} onClick={() => setOpen('close')}>
        Encerrar sem prova
      </Button>
      <DefinitionList
        items={[
          before,
          { label: 'Esperado', value: expected },
          { label: 'No painel agora', value: <PanelNow id={id} /> },
        ]}
      />
      <Sheet
        open={open === 'resend'}
        onOpenChange={(o) => setOpen(o ? 'resend' : null)}
        title="Reenviar a renovação?"
        description="Confira antes no painel. Se a primeira chegou, esta gasta outro crédito."
      >
        <ResendForm id={id} onDone={done} />
      </Sheet>
      <Sheet
        open={open === 'close'}
        onOpenChange={(o) => setOpen(o ? 'close' : null)}
        title="Encerrar sem prova?"
        description="Para quando o painel não pode mais provar nada. A fatura continua paga, nenhuma data é adotada e o cliente não recebe a mensagem de renovado. Sai da fila e fica em Dispensadas, com o motivo."
      >
        <CloseForm id={id} onDone={done} />
      </Sheet>
    </div>
  );
}

type FormProps = { id: string; onDone: () => void };

function ResendForm({ id, onDone }: FormProps) {
  const form = useActionForm({ schema: resendForm, action: resend, defaults: { id, word: '' }, onDone });
  return (
    <Form form={form}>
      <TextField name="word" label={`Digite ${RESEND_WORD}`} autoComplete="off" />
      <FormError />
      <SubmitButton variant="danger">Reenviar</SubmitButton>
    </Form>
  );
}

function CloseForm({ id, onDone }: FormProps) {
  const form = useActionForm({
    schema: closeForm,
    action: closeDelivery,
    defaults: { id, word: '', because: '' },
    onDone,
  });
  return (
    <Form form={form}>
      <TextField
        name="because"
        label="Motivo"
        hint="Fica no histórico do cliente."
        maxLength={300}
        autoComplete="off"
      />
      <TextField name="word" label={`Digite ${CLOSE_WORD}`} autoComplete="off" />
      <FormError />
      <SubmitButton variant="danger">Encerrar</SubmitButton>
    </Form>
  );
}
