'use client';
import { Signpost, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import type { ActionResult } from '@/lib/result';
import { moveSchema } from '@/lib/servers/schema';
import { moveServer, testMove } from '../actions';
import { ProbeResult } from '../probe-result';
import type { ProbeShown } from '../shown';

type Props = { id: string; user: string };

/** The wizard of a panel that moved: try the new address, then use it. */
export function MovePanel({ id, user }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Signpost aria-hidden />O painel mudou de endereço?
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title="O painel mudou de endereço?"
        description="Primeiro uma leitura sem risco no endereço novo; só depois ele passa a valer."
      >
        <Wizard id={id} user={user} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Wizard({ id, user, onDone }: Props & { onDone: () => void }) {
  const [found, setFound] = useState<Found | null>(null);
  const result: ActionResult<ProbeShown> | null = found && { ok: true, data: found.probe };
  return (
    <div className="grid gap-5">
      <Try id={id} user={user} onFound={setFound} />
      <ProbeResult result={result} />
      {found && found.warnings.length > 0 && <Warnings warnings={found.warnings} />}
      {found && <Use id={id} address={found.address} token={found.token} onDone={onDone} />}
    </div>
  );
}

/** Said before it is used, not refused: the person knows whether the panel was rebuilt. */
function Warnings({ warnings }: { warnings: string[] }) {
  return (
    <div role="alert" className="rounded-control bg-warning-soft px-3 py-2.5 text-warning">
      <p className="flex items-start gap-2.5 font-medium">
        <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
        Confira antes de usar: pode não ser o mesmo painel.
      </p>
      <ul className="mt-1.5 grid gap-1 pl-7">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </div>
  );
}

type Found = { address: string; token: string; probe: ProbeShown; warnings: string[] };
type TryProps = Props & { onFound: (found: Found | null) => void };

function Try({ id, user, onFound }: TryProps) {
  const form = useActionForm({
    schema: moveSchema,
    action: (input) => {
      onFound(null);
      return testMove(input);
    },
    defaults: { id, panelUrl: '', token: '' },
    onDone: (seen) => {
      const { panelUrl, token } = form.methods.getValues();
      onFound({ address: panelUrl, token, ...seen });
    },
  });
  return (
    <Form form={form}>
      <TextField
        name="panelUrl"
        label="Endereço novo"
        placeholder="https://painel-novo.exemplo.com"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        name="token"
        label="Token do Sigma"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={`O token guardado não vai para outro endereço: digite o da revenda ${user} de novo.`}
      />
      <FormError />
      <div className="flex">
        <SubmitButton variant="secondary" className="max-sm:w-full">
          Testar o endereço novo
        </SubmitButton>
      </div>
    </Form>
  );
}

function Use({
  id,
  address,
  token,
  onDone,
}: {
  id: string;
  address: string;
  token: string;
  onDone: () => void;
}) {
  const form = useActionForm({
    schema: moveSchema,
    action: moveServer,
    defaults: { id, panelUrl: address, token },
    onDone,
  });
  return (
    <Form form={form} className="grid gap-3 border-t border-line pt-4">
      <p className="text-muted">
        O endereço passa a ser <strong className="text-ink wrap-break-word">{address}</strong>. O que estava
        em espera é enviado para lá, cada renovação depois de conferir o cliente no painel.
      </p>
      <FormError />
      <div className="flex justify-end">
        <SubmitButton className="max-sm:w-full">Usar este endereço</SubmitButton>
      </div>
    </Form>
  );
}
