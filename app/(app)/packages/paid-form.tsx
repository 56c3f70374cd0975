'use client';
import { BadgeCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button, ButtonLink } from '@/components/button';
import { MoneyField, SelectField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { detectPrice } from '@/lib/groups/prices/rules';
import { type Currency, parseMoney } from '@/lib/money';
import { priceWords } from '@/lib/packages/sale/messages';
import type { FormPrice } from '@/lib/packages/sale/queries';
import { paidForm, soldNumber } from '@/lib/packages/sale/schema';
import type { Country } from '@/lib/phone';
import { activatePaidPackage, groupPrices } from './actions';
import { type Made, MadePackage } from './made';
import { SoldFields } from './sold-fields';

type Props = {
  groups: { id: string; name: string }[];
  currency: Currency;
  country: Country;
  locale: string;
};
/** `defaultOpen`: an address elsewhere led here to fill it in. */
type Opening = Props & { defaultOpen: boolean };

/** *Ativar pacote pago* (automatic mode): order, payment, package and renewals at once. */
export function ActivatePaid({ defaultOpen, ...props }: Opening) {
  const [open, setOpen] = useState(defaultOpen);
  const [made, setMade] = useState<Made | null>(null);
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) setMade(null);
  };
  return (
    <>
      <Button variant="primary" onClick={() => toggle(true)}>
        <BadgeCheck aria-hidden />
        Ativar pacote pago
      </Button>
      <Sheet
        open={open}
        onOpenChange={toggle}
        title={made ? 'Pacote ativado' : 'Novo pacote pago'}
        description={
          made ? undefined : 'Você confirma que o pagamento chegou; a tabela diz o que ele comprou.'
        }
      >
        {made ? (
          <MadePackage made={made} again="Ativar outro" onMore={() => setMade(null)} />
        ) : props.groups.length > 0 ? (
          <Fields {...props} onDone={setMade} />
        ) : (
          <NoGroups />
        )}
      </Sheet>
    </>
  );
}

const NoGroups = () => (
  <div className="grid justify-items-start gap-3 text-muted">
    <p>A tabela de preços pertence a um grupo, e ainda não há nenhum.</p>
    <ButtonLink href="/packages/groups">Cadastrar um grupo</ButtonLink>
  </div>
);

function Fields({ groups, currency, country, locale, onDone }: Props & { onDone: (made: Made) => void }) {
  const router = useRouter();
  const only = groups.length === 1 ? groups[0] : undefined;
  const form = useActionForm({
    schema: paidForm.extend(soldNumber(country)),
    action: activatePaidPackage,
    defaults: { reference: '', number: '', groupId: only?.id ?? '', amount: '', priceId: '' },
    onDone: (made) => {
      onDone(made);
      router.refresh();
    },
  });
  return (
    <Form form={form}>
      <SoldFields hint="A do comprovante. Cada uma vale uma única vez." country={country} />
      <SelectField
        name="groupId"
        label="Grupo"
        options={groups.map((g) => ({ value: g.id, label: g.name }))}
      />
      <MoneyField name="amount" label="Valor" currency={currency} />
      <Bought locale={locale} />
      <FormError fields={FIELDS} />
      <SubmitButton>Ativar pacote pago</SubmitButton>
    </Form>
  );
}

const FIELDS = ['reference', 'number', 'groupId', 'amount'];

/** What the typed amount buys in the chosen group; of several packages a person chooses. */
function Bought({ locale }: { locale: string }) {
  const { register, setValue, formState } = useFormContext();
  const groupId: unknown = useWatch({ name: 'groupId' });
  const amount: unknown = useWatch({ name: 'amount' });
  const prices = usePrices(String(groupId ?? ''));
  const cents = parseMoney(String(amount ?? ''));
  const found = prices && cents ? detectPrice(prices, cents) : null;
  const wrong = formState.errors.priceId?.message;
  const many = found?.kind === 'many' ? found.rows : [];
  const ids = many.map((row) => row.id).join();
  // A choice made for another amount or group does not count for this one.
  useEffect(() => setValue('priceId', '', { shouldDirty: ids !== '' }), [ids, setValue]);
  // A refusal of the amount says so already, at its field.
  const isSaid = found?.kind === 'none' && formState.errors.amount !== undefined;
  if (!found || isSaid) return <div aria-live="polite" />;
  return (
    <div aria-live="polite" className="rounded-control bg-sunken px-3 py-2.5 text-[0.9375rem] sm:text-sm">
      {found.kind === 'one' && <p className="text-ink">Compra {priceWords(found.row, locale)}.</p>}
      {found.kind === 'none' && (
        <p className="text-warning">
          {prices?.length === 0
            ? 'Este grupo ainda não tem tabela de preços.'
            : 'Nenhum pacote deste grupo custa exatamente isto.'}
        </p>
      )}
      {many.length > 0 && (
        <fieldset>
          <legend className="font-medium text-ink">Mais de um pacote custa isto. Qual foi comprado?</legend>
          {many.map((row) => (
            <label key={row.id} className="flex min-h-11 items-center gap-3 sm:min-h-9">
              <input
                type="radio"
                value={row.id}
                {...register('priceId')}
                className="size-5 shrink-0 accent-accent sm:size-4"
              />
              <span>{priceWords(row, locale)}</span>
            </label>
          ))}
          {typeof wrong === 'string' && <p className="text-danger">{wrong}</p>}
        </fieldset>
      )}
    </div>
  );
}

/** The chosen group's prices, asked for once per group; null until they are there. */
function usePrices(groupId: string): FormPrice[] | null {
  const [known, setKnown] = useState<Record<string, FormPrice[]>>({});
  const mine = known[groupId] ?? null;
  useEffect(() => {
    if (!groupId || mine) return;
    let gone = false;
    void answered(() => groupPrices({ groupId })).then((result) => {
      if (!gone && result.ok) setKnown((old) => ({ ...old, [groupId]: result.data }));
    });
    return () => {
      gone = true;
    };
  }, [groupId, mine]);
  return mine;
}
