'use client';
import { Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { Card, DefinitionList } from '@/components/card';
import { SelectField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { groupSheetsSchema } from '@/lib/groups/schema';
import { SaveAnyway, useAnyway } from '../../settings/anyway';
import { keepSheets } from '../actions';

type Stored = { orders: string | null; payments: string | null };
type Props = { groupId: string; stored: Stored; owner: boolean };

/** Where this group's orders and payments go. */
export function SheetsCard({ groupId, stored, owner }: Props) {
  const [open, setOpen] = useState(false);
  const change = (
    <Button size="sm" onClick={() => setOpen(true)}>
      <Pencil aria-hidden />
      Mudar planilhas
    </Button>
  );
  return (
    <Card title="Planilhas" actions={owner && change}>
      <DefinitionList
        items={[
          { label: 'Pedidos', value: stored.orders ?? 'A da revenda' },
          { label: 'Pagamentos', value: stored.payments ?? 'A da revenda' },
        ]}
      />
      <Sheet open={open} onOpenChange={setOpen} title="Planilhas do grupo">
        <Fields groupId={groupId} stored={stored} onDone={() => setOpen(false)} />
      </Sheet>
    </Card>
  );
}

function Fields({ groupId, stored, onDone }: Omit<Props, 'owner'> & { onDone: () => void }) {
  const { action, asked } = useAnyway(keepSheets);
  const form = useActionForm({
    schema: groupSheetsSchema,
    action,
    defaults: {
      id: groupId,
      orders: stored.orders ? 'own' : 'inherit',
      ordersUrl: '',
      payments: stored.payments ? 'own' : 'inherit',
      paymentsUrl: '',
      anyway: false,
    },
    onDone,
  });
  const { control, setValue } = form.methods;
  const [orders, payments] = useWatch({ control, name: ['orders', 'payments'] });
  // An address in a field that is gone would keep the form from being saved, and nobody could see why.
  useEffect(() => {
    if (orders !== 'own') setValue('ordersUrl', '');
    if (payments !== 'own') setValue('paymentsUrl', '');
  }, [orders, payments, setValue]);
  return (
    <Form form={form}>
      <SelectField name="orders" label="Planilha de pedidos" options={CHOICES} />
      {orders === 'own' && <Url name="ordersUrl" label="Script dos pedidos" shown={stored.orders} />}
      <SelectField name="payments" label="Planilha de pagamentos" options={CHOICES} />
      {payments === 'own' && <Url name="paymentsUrl" label="Script dos pagamentos" shown={stored.payments} />}
      <p className="text-[0.8125rem] leading-5 text-faint">
        O endereço é uma chave: fica criptografado e não é mostrado de novo. O que já foi registrado continua
        onde está.
      </p>
      <FormError />
      <SaveAnyway asked={asked} submit={form.submit} />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Salvar</SubmitButton>
      </div>
    </Form>
  );
}

const CHOICES = [
  { value: 'inherit', label: 'A da revenda' },
  { value: 'own', label: 'Própria deste grupo' },
];

const Url = ({ name, label, shown }: { name: string; label: string; shown: string | null }) => (
  <TextField
    name={name}
    label={label}
    type="url"
    inputMode="url"
    autoComplete="off"
    spellCheck={false}
    placeholder="https://script.google.com/macros/s/…/exec"
    hint={shown ? `Guardado: ${shown}. Deixe em branco para manter.` : undefined}
  />
);
