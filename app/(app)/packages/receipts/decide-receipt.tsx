'use client';
import { PackageCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { CheckboxField, SelectField, TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { decisionSchema } from '@/lib/receipts/decisions/schema';
import { decide } from './actions';
import type { Offer } from './shown';

type Props = {
  id: string;
  reference: string;
  /** As people write it; empty when it is not known. */
  number: string;
  groupId: string;
  paidCents: number;
  paid: string;
  /** Whether the paid phone's own SMS says so. */
  proven: boolean;
  /** Whether nothing but the package is open, so that one press may decide. */
  plain: boolean;
  offers: Offer[];
};

/** The packages at exactly this price, each a button; and the form for any other decision. */
export function DecideReceipt(props: Props) {
  const { groupId, number, paidCents, offers, reference, plain } = props;
  const [open, setOpen] = useState(false);
  const group = offers.find((offer) => offer.id === groupId);
  const exact = plain && number ? (group?.prices.filter((price) => price.cents === paidCents) ?? []) : [];
  return (
    <div className="mt-4 flex flex-wrap gap-2 border-t border-line pt-4">
      {exact.map((price) => (
        <ExactChoice key={price.id} {...props} price={price} />
      ))}
      <Button
        variant={exact.length > 0 || !props.proven ? 'secondary' : 'primary'}
        className="max-sm:w-full"
        onClick={() => setOpen(true)}
      >
        {exact.length > 0 ? 'Decidir de outro jeito' : 'Decidir'}
        <span className="sr-only"> {reference}</span>
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title={`Decidir ${reference}`}
        description={`Pago: ${props.paid}`}
      >
        <Fields {...props} onDone={() => setOpen(false)} />
      </Sheet>
    </div>
  );
}

type Price = Offer['prices'][number];

function ExactChoice({ id, reference, number, groupId, paid, price }: Props & { price: Price }) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  const label = price.renews ? `Ativar ${price.label}` : 'Registrar só o pedido';
  const go = async () =>
    tell(await answered(() => decide({ id, number, groupId, priceId: price.id, orderOnly: !price.renews })));
  return (
    <>
      <Button
        variant="primary"
        className="h-auto! min-h-11 py-2 whitespace-normal! max-sm:w-full sm:min-h-9"
        onClick={() => setAsking(true)}
      >
        <PackageCheck aria-hidden />
        <span>
          {label}
          <span className="sr-only"> {reference}</span>
        </span>
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={price.renews ? 'Ativar este pacote?' : 'Registrar só o pedido?'}
        confirmLabel={price.renews ? 'Ativar pacote' : 'Registrar pedido'}
        onConfirm={go}
      >
        <p>
          {price.label} para {number}, pago com {paid} ({reference}).
          {!price.renews && ' Pedido e pagamento vão para a planilha, sem renovações diárias.'}
        </p>
      </Confirm>
    </>
  );
}

const Unproven = () => (
  <p className="mt-3 flex items-start gap-2 text-warning">
    <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
    Nenhum SMS do celular confirmou este valor. Continue só se você viu o dinheiro na conta.
  </p>
);

function Fields({ id, number, groupId, paidCents, proven, offers, onDone }: Props & { onDone: () => void }) {
  const only = offers.length === 1 ? (offers[0]?.id ?? '') : '';
  const form = useActionForm({
    schema: decisionSchema,
    action: decide,
    defaults: { id, number, groupId: groupId || only, priceId: '', orderOnly: false },
    onDone,
  });
  const [chosen, priceId] = useWatch({ control: form.methods.control, name: ['groupId', 'priceId'] });
  const prices = offers.find((offer) => offer.id === chosen)?.prices ?? [];
  const price = prices.find((one) => one.id === priceId);
  const gone = priceId !== '' && !price;
  // A package chosen for another group does not count for this one.
  useEffect(() => {
    if (gone) form.methods.setValue('priceId', '');
  }, [gone, form.methods]);
  // The exact ones first: any other is a person's own agreement with the customer.
  const sorted = [...prices].sort((a, b) => Number(b.cents === paidCents) - Number(a.cents === paidCents));
  return (
    <Form form={form}>
      <TextField
        name="number"
        label="Número que recebe"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        placeholder="84 512 3456"
        required
      />
      <SelectField
        name="groupId"
        label="Grupo da venda"
        options={offers.map(({ id: value, name }) => ({ value, label: name }))}
      />
      <SelectField
        name="priceId"
        label="Pacote comprado"
        options={sorted.map(({ id: value, label, cents }) => ({
          value,
          label: cents === paidCents ? `${label} (exato)` : label,
        }))}
        placeholder={prices.length === 0 ? 'Este grupo não tem tabela de preços' : 'Escolha…'}
      />
      {price && price.cents !== paidCents && (
        <p className="text-[0.8125rem] leading-5 text-warning">
          Este pacote tem outro preço. Na planilha fica o valor que foi pago.
        </p>
      )}
      <CheckboxField
        name="orderOnly"
        label="Registrar só o pedido"
        hint={
          price && !price.renews
            ? 'Este pacote não tem renovações: marque para registrar o pedido e o pagamento.'
            : 'Sem renovações diárias: só o pedido e o pagamento vão para a planilha.'
        }
      />
      {!proven && <Unproven />}
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Confirmar</SubmitButton>
      </div>
    </Form>
  );
}
