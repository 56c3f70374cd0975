'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { MoneyField, SelectField, TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { type Currency, formatMoney, moneyInput } from '@/lib/money';
import type { OwnType } from '@/lib/packages/settings/queries';
import { typeChange, typeForm } from '@/lib/packages/settings/schema';
import { addTypeForm, changeTypeForm, removeTypeRow } from './actions';

type Props = { types: OwnType[]; groups: { value: string; label: string }[]; currency: Currency };

/** The lengths beside 3, 5, 15 and 30 days. */
export function TypesCard({ types, groups, currency }: Props) {
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<OwnType | null>(null);
  return (
    <Card
      title="Tipos de pacote"
      actions={
        <Button size="sm" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          Adicionar tipo
        </Button>
      }
    >
      <p className="text-muted">
        3, 5, 15 e 30 dias existem sempre. Aqui ficam outras durações, ou uma dessas com valores próprios.
      </p>
      {types.length > 0 && (
        <ul className="mt-3 divide-y divide-line">
          {types.map((type) => (
            <li key={type.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="font-medium text-ink">{type.name}</span>
                <span className="tabular text-muted"> · {detailOf(type, currency)}</span>
              </span>
              <span className="flex flex-wrap gap-1">
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Mudar ${type.name}`}
                  onClick={() => setChanging(type)}
                >
                  Mudar
                </Button>
                <Remove type={type} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Sheet open={adding} onOpenChange={setAdding} title="Adicionar tipo">
        <AddForm groups={groups} currency={currency} onDone={() => setAdding(false)} />
      </Sheet>
      <Sheet
        open={changing !== null}
        onOpenChange={(open) => !open && setChanging(null)}
        title="Mudar tipo"
        description={changing ? `${changing.days} dias · ${groupOf(changing)}` : undefined}
      >
        {changing && <ChangeForm type={changing} currency={currency} onDone={() => setChanging(null)} />}
      </Sheet>
    </Card>
  );
}

function AddForm({ groups, currency, onDone }: Omit<Props, 'types'> & { onDone: () => void }) {
  const defaults = { groupId: '', days: '', name: '', slotMb: '', slotCents: '' };
  const form = useActionForm({ schema: typeForm, action: addTypeForm, defaults, onDone });
  return (
    <Form form={form}>
      <TextField name="days" label="Duração em dias" type="number" inputMode="numeric" required />
      <TypeName />
      {groups.length > 0 && (
        <SelectField
          name="groupId"
          label="Vale para"
          options={[{ value: '', label: 'Todos os grupos' }, ...groups]}
        />
      )}
      <Values currency={currency} />
    </Form>
  );
}

/** Another name or other values; the length and the group are what the type is known by. */
function ChangeForm({ type, currency, onDone }: { type: OwnType; currency: Currency; onDone: () => void }) {
  const { id, name, slotMb, slotCents } = type;
  const form = useActionForm({
    schema: typeChange,
    action: changeTypeForm,
    defaults: {
      ...{ id, name, slotMb: slotMb === null ? '' : String(slotMb) },
      slotCents: slotCents === null ? '' : moneyInput(slotCents),
    },
    onDone,
  });
  return (
    <Form form={form}>
      <TypeName />
      <Values currency={currency} />
    </Form>
  );
}

const TypeName = () => (
  <TextField name="name" label="Nome do tipo" hint="Até 40 letras, como aparece nas listas: 7 Dias." />
);

const Values = ({ currency }: { currency: Currency }) => (
  <>
    <TextField
      name="slotMb"
      label="MB de cada dia"
      hint="Em branco, os das regras."
      type="number"
      inputMode="numeric"
    />
    <MoneyField
      name="slotCents"
      label="Preço de cada dia"
      hint="Em branco, o das regras."
      currency={currency}
    />
    <FormError />
    <div className="flex justify-end">
      <SubmitButton>Salvar</SubmitButton>
    </div>
  </>
);

function Remove({ type }: { type: OwnType }) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" aria-label={`Remover ${type.name}`} onClick={() => setAsking(true)}>
        Remover
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Remover ${type.name}?`}
        confirmLabel="Remover"
        danger
        onConfirm={async () => tell(await answered(() => removeTypeRow({ id: type.id })))}
      >
        Não dá mais para vender pacotes deste tipo. Os já vendidos continuam até o fim.
      </Confirm>
    </>
  );
}

const groupOf = ({ groupName }: OwnType) => groupName ?? 'todos os grupos';

function detailOf(type: OwnType, currency: Currency): string {
  const { days, slotMb, slotCents } = type;
  return [
    `${days} dias`,
    slotMb === null ? null : `${slotMb} MB`,
    slotCents === null ? null : formatMoney({ cents: slotCents, currency }),
    groupOf(type),
  ]
    .filter(Boolean)
    .join(' · ');
}
