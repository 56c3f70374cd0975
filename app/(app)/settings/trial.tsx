'use client';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { Button } from '@/components/button';
import { answered, FormError, SubmitButton } from '@/components/form';
import type { ActionResult } from '@/lib/result';

type Trial = {
  tested: ActionResult | null;
  testing: boolean;
  look: () => Promise<void>;
  forget: () => void;
};

/** Tries a connection as it stands in the form, saved or not; what is wrong is said beside its field. */
export function useTrial<I extends FieldValues>(
  methods: UseFormReturn<I>,
  test: (input: I) => Promise<ActionResult>,
): Trial {
  const [tested, setTested] = useState<ActionResult | null>(null);
  const [testing, setTesting] = useState(false);
  const look = async () => {
    setTested(null);
    if (!(await methods.trigger(undefined, { shouldFocus: true }))) return;
    setTesting(true);
    const answer = await answered(() => test(methods.getValues()));
    setTesting(false);
    const wrong = Object.entries((!answer.ok && answer.fields) || {});
    wrong.forEach(([name, message], at) => {
      methods.setError(name as Path<I>, { type: 'server', message }, { shouldFocus: at === 0 });
    });
    if (wrong.length === 0) setTested(answer);
  };
  return { tested, testing, look, forget: () => setTested(null) };
}

/** The end of a connection's form: what the trial found, and the two buttons. */
export function TrialAndSave({ trial: { tested, testing, look } }: { trial: Trial }) {
  return (
    <>
      <div className="contents" aria-live="polite">
        {tested && <p className={tested.ok ? 'text-success' : 'text-danger'}>{tested.message}</p>}
      </div>
      <FormError />
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4 max-sm:*:flex-1">
        <Button pending={testing} onClick={() => void look()}>
          <PlugZap aria-hidden />
          Testar
        </Button>
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </>
  );
}
