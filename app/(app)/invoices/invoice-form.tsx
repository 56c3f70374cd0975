'use client';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import type { Choice } from '@/components/choices';
import { ComboboxField } from '@/components/combobox';
import { DateField, MoneyField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { twinKey } from '@/lib/invoices/rules';
import { invoiceForm } from '@/lib/invoices/schema';
import type { Currency } from '@/lib/money';
import type { Day } from '@/lib/time';
import { saveInvoice, searchClients } from './actions';

type Props = { currency: Currency; today: Day; client?: Choice & { amount: string } };

/** *Criar Fatura*: the amount follows the client's plan until somebody types another. */
export function NewInvoice(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Criar Fatura
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Nova fatura">
        <InvoiceFields {...props} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function InvoiceFields({ currency, today, client, onDone }: Props & { onDone: () => void }) {
  const router = useRouter();
  const amounts = useRef(new Map<string, string>());
  // The same client and day twice is asked about once: saving again is the answer.
  const asked = useRef('');
  const save = async (input: Parameters<typeof saveInvoice>[0]) => {
    const saved = await saveInvoice({ ...input, despite: asked.current });
    if (!saved.ok && saved.fields?.dueOn) asked.current = twinKey(input);
    return saved;
  };
  const form = useActionForm({
    schema: invoiceForm,
    action: save,
    defaults: { clientId: client?.value ?? '', amount: client?.amount ?? '', dueOn: today, despite: '' },
    onDone: () => {
      onDone();
      router.refresh();
    },
  });
  const load = async (q: string) => {
    const found = await searchClients({ q });
    if (!found.ok) return [];
    for (const choice of found.data) amounts.current.set(choice.value, choice.amount);
    return found.data;
  };
  const fillAmount = (choice: Choice | null) => {
    const amount = choice && amounts.current.get(choice.value);
    if (amount && !form.methods.getFieldState('amount').isDirty) form.methods.setValue('amount', amount);
  };
  return (
    <Form form={form}>
      <ComboboxField
        name="clientId"
        label="Cliente"
        placeholder="Nome, telefone ou usuário"
        load={load}
        initial={client}
        onPick={fillAmount}
      />
      <MoneyField name="amount" label="Valor" currency={currency} />
      <DateField name="dueOn" label="Vencimento" />
      <FormError />
      <SubmitButton>Salvar</SubmitButton>
    </Form>
  );
}
