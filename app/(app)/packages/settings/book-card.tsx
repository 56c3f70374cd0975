'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card, DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { TextField } from '@/components/fields';
import { answered, Form, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { BookTarget } from '@/lib/packages/settings/queries';
import { bookForm } from '@/lib/packages/settings/schema';
import { TrialAndSave, useTrial } from '../../settings/trial';
import { forgetBookRow, saveBookForm, testBook } from './actions';
import { SaveAnyway, useAnyway } from './anyway';

type Book = 'orders' | 'payments';
const TITLE: Record<Book, string> = { orders: 'Planilha de pedidos', payments: 'Planilha de pagamentos' };
const OF: Record<BookTarget['kind'], string> = {
  own: 'Script próprio',
  shared: 'Script da instalação',
  built_in: 'Livro do UltraGestor, lido pelo celular em Planilha',
};

/** Where one book goes, and the way to change it. */
export function BookCard({ book, target }: { book: Book; target: BookTarget }) {
  const [changing, setChanging] = useState(false);
  return (
    <Card
      title={TITLE[book]}
      actions={
        <span className="flex flex-wrap gap-1">
          {target.kind === 'own' && <Forget book={book} />}
          <Button
            size="sm"
            aria-label={`Mudar ${TITLE[book].toLowerCase()}`}
            onClick={() => setChanging(true)}
          >
            Mudar
          </Button>
        </span>
      }
    >
      <DefinitionList
        items={[
          { label: 'Vai para', value: OF[target.kind] },
          ...(target.shown ? [{ label: 'Endereço', value: target.shown }] : []),
          ...(target.kind === 'built_in'
            ? []
            : [{ label: 'Ao mesmo tempo', value: `até ${target.atOnce} envios` }]),
        ]}
      />
      <Sheet
        open={changing}
        onOpenChange={setChanging}
        title={TITLE[book]}
        description="O endereço do aplicativo da Web do seu Google Apps Script. Fica criptografado e nunca mais é mostrado inteiro."
      >
        <BookForm book={book} target={target} onDone={() => setChanging(false)} />
      </Sheet>
    </Card>
  );
}

function BookForm({ book, target, onDone }: { book: Book; target: BookTarget; onDone: () => void }) {
  const defaults = { book, url: '', atOnce: String(target.atOnce), anyway: false };
  const { action, asked } = useAnyway(saveBookForm);
  const form = useActionForm({ schema: bookForm, action, defaults, onDone });
  const trial = useTrial(form.methods, testBook);
  return (
    <Form form={form}>
      <TextField
        name="url"
        label="Endereço do script"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={
          target.kind === 'own'
            ? `Guardado: ${target.shown}. Deixe em branco para manter.`
            : 'Como https://script.google.com/macros/s/…/exec, publicado para qualquer pessoa.'
        }
      />
      <TextField
        name="atOnce"
        label="Envios ao mesmo tempo"
        hint="Começa com 2, sobe até aqui, e volta a 1 quando o script reclama."
        type="number"
        inputMode="numeric"
      />
      <SaveAnyway asked={asked} submit={form.submit} />
      <TrialAndSave trial={trial} />
    </Form>
  );
}

function Forget({ book }: { book: Book }) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Parar de usar a ${TITLE[book].toLowerCase()}`}
        onClick={() => setAsking(true)}
      >
        Parar de usar
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Parar de usar este script?"
        confirmLabel="Parar de usar"
        danger
        onConfirm={async () => tell(await answered(() => forgetBookRow({ book })))}
      >
        O que já está a caminho ainda vai para ele. O que vier depois vai para o script da instalação ou, sem
        um, para o livro do UltraGestor.
      </Confirm>
    </>
  );
}
