'use client';
import { useState } from 'react';
import { type FieldValues, useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import type { ActionResult } from '@/lib/result';

/**
 * A save that tries an address first. What did not answer may be kept by a second press, as long as the form
 * stands as it was tried: `asked` is how it stood.
 */
export function useAnyway<I extends FieldValues, T>(save: (input: I) => Promise<ActionResult<T>>) {
  const [asked, setAsked] = useState<string | null>(null);
  const action = async (input: I): Promise<ActionResult<T>> => {
    const result = await save(input);
    const { anyway, ...fields } = (!result.ok && result.fields) || {};
    setAsked(anyway ? standing(input) : null);
    return result.ok || !anyway ? result : { ...result, fields };
  };
  return { action, asked };
}

/** The second press, inside the form. */
export function SaveAnyway({ asked, submit }: { asked: string | null; submit: () => Promise<void> }) {
  const { control, setValue } = useFormContext();
  const { isSubmitting } = useFormState({ control });
  const values = useWatch({ control });
  if (asked === null || asked !== standing(values)) return null;
  const press = async () => {
    setValue('anyway', true);
    await submit();
    setValue('anyway', false);
  };
  return (
    <div className="grid justify-items-start gap-2 rounded-control bg-warning-soft px-3 py-2.5">
      <p className="text-warning">
        Enquanto não houver um script ali, o que for enviado fica esperando. Se ainda vai publicá-lo, salve o
        endereço mesmo assim.
      </p>
      <Button pending={isSubmitting} onClick={() => void press()}>
        Salvar mesmo assim
      </Button>
    </div>
  );
}

/** What is typed in a form, as one text. */
const standing = ({ anyway: _, ...values }: FieldValues): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => a.localeCompare(b)));
