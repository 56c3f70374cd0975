'use client';
import { CalendarPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { SelectField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { scheduleForm, soldNumber } from '@/lib/packages/sale/schema';
import type { Country } from '@/lib/phone';
import { schedule } from './actions';
import { type Made, MadePackage } from './made';
import { SoldFields } from './sold-fields';

type Length = { days: number; name: string };
type FormGroup = { id: string; name: string; lengths: Length[] | null };
type Props = { groups: FormGroup[]; lengths: Length[]; country: Country };

/** *Agendar renovações* (manual mode): the package itself went out by hand. */
export function SchedulePackage(props: Props) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) setMade(null);
  };
  return (
    <>
      <Button onClick={() => toggle(true)}>
        <CalendarPlus aria-hidden />
        Agendar renovações
      </Button>
      <Sheet
        open={open}
        onOpenChange={toggle}
        title={made ? 'Renovações agendadas' : 'Novo agendamento'}
        description={
          made ? undefined : 'Para um pacote que você já enviou à mão: daqui saem só as renovações.'
        }
      >
        {made ? (
          <MadePackage made={made} again="Agendar outro" onMore={() => setMade(null)} />
        ) : (
          <Fields {...props} onDone={setMade} />
        )}
      </Sheet>
    </>
  );
}

function Fields({ groups, lengths, country, onDone }: Props & { onDone: (made: Made) => void }) {
  const router = useRouter();
  const only = groups.length === 1 ? groups[0] : undefined;
  const form = useActionForm({
    schema: scheduleForm.extend(soldNumber(country)),
    action: schedule,
    defaults: { days: '', reference: '', number: '', groupId: only?.id ?? '' },
    onDone: (made) => {
      onDone(made);
      router.refresh();
    },
  });
  return (
    <Form form={form}>
      <LengthField groups={groups} lengths={lengths} />
      <SoldFields
        hint="A do comprovante, como ABC123. As renovações saem como ABC123D1, ABC123D2…"
        country={country}
      />
      <SelectField
        name="groupId"
        label="Grupo"
        options={[{ value: '', label: 'Sem grupo' }, ...groups.map((g) => ({ value: g.id, label: g.name }))]}
      />
      <FormError />
      <SubmitButton>Agendar renovações</SubmitButton>
    </Form>
  );
}

/** The lengths of the chosen group. */
function LengthField({ groups, lengths }: Omit<Props, 'country'>) {
  const groupId: unknown = useWatch({ name: 'groupId' });
  const sold = groups.find((g) => g.id === groupId)?.lengths ?? lengths;
  return (
    <SelectField
      name="days"
      label="Dias"
      options={sold.map((t) => ({ value: String(t.days), label: t.name }))}
    />
  );
}
