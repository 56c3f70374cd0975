'use client';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { CheckboxField, SelectField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { AUTOMATIC_LABEL, EVERY_LABEL } from '@/lib/sync/schedule/messages';
import { AUTOMATIC, EVERY, type Settings } from '@/lib/sync/schedule/rules';
import { settingsSchema } from '@/lib/sync/schedule/schema';
import { saveComparison } from './actions';

type Props = { serverId: string; settings: Settings };

/** How often the panel is compared by itself, and what of it needs no person. */
export function AdjustComparison({ serverId, settings }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden />
        Ajustar
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Comparação automática">
        <Fields serverId={serverId} settings={settings} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Fields({ serverId, settings, onDone }: Props & { onDone: () => void }) {
  const { every, apply } = settings;
  const form = useActionForm({
    schema: settingsSchema,
    action: saveComparison,
    defaults: {
      serverId,
      every,
      apply: {
        later: apply.includes('later'),
        earlier: apply.includes('earlier'),
        blocked: apply.includes('blocked'),
        package: apply.includes('package'),
      },
    },
    onDone,
  });
  const off = useWatch({ control: form.methods.control, name: 'every' }) === 'off';
  return (
    <Form form={form}>
      <SelectField
        name="every"
        label="Comparar com o painel sozinho"
        options={EVERY.map((value) => ({ value, label: EVERY_LABEL[value] }))}
        hint={off ? 'As diferenças só aparecem quando alguém pede a leitura.' : undefined}
      />
      {!off && (
        <fieldset className="grid min-w-0 gap-1 border-t border-line pt-4">
          <legend className="float-left mb-1 w-full font-semibold text-ink">
            Atualizar o cadastro sozinho
          </legend>
          {AUTOMATIC.map((one) => (
            <CheckboxField key={one} name={`apply.${one}`} label={AUTOMATIC_LABEL[one]} />
          ))}
          <p className="mt-2 text-muted">
            Um vencimento que um pagamento cobre nunca volta atrás sozinho, e uma conta que falta de um dos
            lados sempre espera por você. O que for atualizado pode ser desfeito de uma vez.
          </p>
        </fieldset>
      )}
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Salvar</SubmitButton>
      </div>
    </Form>
  );
}
