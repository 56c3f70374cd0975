'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { linkSchema } from '@/lib/inbound/schema';
import { link } from './actions';

type Person = { lid: string; name: string | null; seenAt: string };

/** People whose number WhatsApp hides: until somebody says whose they are, they may ask for nothing of theirs. */
export function Strangers({ people }: { people: Person[] }) {
  const [chosen, setChosen] = useState<Person | null>(null);
  return (
    <Card title="Pessoas sem número">
      {people.length === 0 ? (
        <p className="text-muted">
          O WhatsApp às vezes esconde o número de quem escreve. Essas pessoas aparecem aqui para você dizer
          quem são.
        </p>
      ) : (
        <ul className="grid gap-3" aria-label="A identificar">
          {people.map((person) => (
            <li key={person.lid} className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0">
                <span className="block wrap-anywhere text-ink">{person.name ?? 'Sem nome'}</span>
                <span className="tabular block text-[0.8125rem] break-all text-muted">
                  {person.lid} · {person.seenAt}
                </span>
              </span>
              <Button size="sm" onClick={() => setChosen(person)}>
                Identificar
                <span className="sr-only"> {person.name ?? person.lid}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Sheet
        open={chosen !== null}
        onOpenChange={(open) => !open && setChosen(null)}
        title="De quem é?"
        description={`${chosen?.name ?? 'Esta pessoa'} passa a consultar e cancelar os pacotes deste número, e a comandar onde ele for admin.`}
      >
        {chosen && <LinkForm lid={chosen.lid} onDone={() => setChosen(null)} />}
      </Sheet>
    </Card>
  );
}

function LinkForm({ lid, onDone }: { lid: string; onDone: () => void }) {
  const form = useActionForm({ schema: linkSchema, action: link, defaults: { lid, phone: '' }, onDone });
  return (
    <Form form={form}>
      <TextField
        name="phone"
        label="WhatsApp da pessoa"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        required
      />
      <FormError />
      <div className="flex justify-end">
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </Form>
  );
}
