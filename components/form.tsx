'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { TriangleAlert } from 'lucide-react';
import { unstable_rethrow } from 'next/navigation';
import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useState,
} from 'react';
import {
  type DefaultValues,
  type FieldValues,
  FormProvider,
  get,
  type Path,
  type UseFormReturn,
  useForm,
  useFormState,
} from 'react-hook-form';
import type { z } from 'zod';
import '@/lib/field-words';
import type { ActionResult } from '@/lib/result';
import { Button } from './button';
import { useStatus } from './status';
import { useUnsaved } from './unsaved';

type Refusal = Extract<ActionResult<never>, { ok: false }>;
type Plan<I extends FieldValues, T> = {
  schema: z.ZodType<unknown, I>;
  action: (input: I) => Promise<ActionResult<T>>;
  defaults: DefaultValues<I>;
  onDone?: (data: T, result: Extract<ActionResult<T>, { ok: true }>) => void;
};
export type ActionForm<I extends FieldValues = FieldValues> = {
  /** React Hook Form's own hands: `watch`, `setValue`, `getValues`, `reset`. */
  methods: UseFormReturn<I>;
  submit: () => Promise<void>;
  refusal: Refusal | null;
};

/**
 * A form that ends in a server action. Validates on blur, then on each change; focuses the first error; puts the
 * server's sentences beside their fields; keeps everything typed whatever the server or the network does.
 */
export function useActionForm<I extends FieldValues, T>({
  schema,
  action,
  defaults,
  onDone,
}: Plan<I, T>): ActionForm<I> {
  const methods = useForm<I>({
    mode: 'onTouched',
    defaultValues: defaults,
    resolver: zodResolver(schema as z.ZodType<I, I>, undefined, { raw: true }),
  });
  const { tell } = useStatus();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const send = async (input: I) => {
    setRefusal(null);
    const result = await answered(() => action(input));
    if (result.ok) {
      methods.reset(input, { keepValues: true });
      tell(result);
      onDone?.(result.data, result);
      return;
    }
    setRefusal(result);
    Object.entries(result.fields ?? {}).forEach(([name, message], at) => {
      methods.setError(name as Path<I>, { type: 'server', message }, { shouldFocus: at === 0 });
    });
  };
  return { methods, refusal, submit: methods.handleSubmit(send) };
}

const Context = createContext<{ refusal: Refusal | null; claim: (shown: boolean) => void }>({
  refusal: null,
  claim: () => {},
});

type FormProps<I extends FieldValues> = {
  form: ActionForm<I>;
  children: ReactNode;
  className?: string;
} & Pick<ComponentProps<'form'>, 'id' | 'aria-label'>;

export function Form<I extends FieldValues>({
  form,
  children,
  className = 'grid gap-4',
  ...rest
}: FormProps<I>) {
  const { isDirty, isSubmitting } = form.methods.formState;
  const [claimed, claim] = useState(false);
  const { fail } = useStatus();
  const { refusal } = form;
  useUnsaved(isDirty && !isSubmitting);
  // Where the form shows no FormError, the region of the page says it.
  useEffect(() => {
    if (refusal && !claimed) fail(refusal.message, refusal.reference);
  }, [refusal, claimed, fail]);

  return (
    <FormProvider {...form.methods}>
      <Context value={{ refusal, claim }}>
        {/* method=post: should it ever be sent without script, no secret lands in the address. */}
        <form
          {...rest}
          method="post"
          noValidate
          className={className}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!isSubmitting) void form.submit();
          }}
        >
          {children}
        </form>
      </Context>
    </FormProvider>
  );
}

/**
 * Why the server refused, beside the button that was pressed; an alert that stays until the next try, or until
 * none of the fields it speaks of is marked any more. A sentence that stands at one of `fields` is not repeated.
 */
export function FormError({ fields = [] }: { fields?: readonly string[] }) {
  const { refusal, claim } = useContext(Context);
  const { errors } = useFormState();
  const id = useId();
  useEffect(() => {
    claim(true);
    return () => claim(false);
  }, [claim]);
  const marks = Object.keys(refusal?.fields ?? {});
  if (!refusal || (marks.length > 0 && !marks.some((name) => get(errors, name)))) return null;
  const isAtField = (name: string) =>
    fields.includes(name) && get(errors, `${name}.message`) === refusal.message;
  if (marks.length > 0 && marks.every(isAtField)) return null;
  return (
    <div className="flex items-start gap-2.5 rounded-control bg-danger-soft px-3 py-2.5 text-danger">
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <div className="min-w-0 wrap-break-word">
        <p id={id} role="alert">
          {refusal.message}
        </p>
        {refusal.reference && !refusal.message.includes(refusal.reference) && (
          <p className="mt-1 text-xs">Referência {refusal.reference}</p>
        )}
      </div>
    </div>
  );
}

export function SubmitButton({ children, ...rest }: Omit<ComponentProps<typeof Button>, 'type' | 'pending'>) {
  const { isSubmitting } = useFormState();
  // Pressing must not leave the field first: its error would appear, push the button away and lose the click.
  const stay = (event: MouseEvent<HTMLButtonElement>) => event.preventDefault();
  return (
    <Button variant="primary" {...rest} type="submit" pending={isSubmitting} onMouseDown={stay}>
      {children}
    </Button>
  );
}

/** What `answered` says where there was nothing to type. */
export const NO_ANSWER = 'Sem resposta do servidor. Tente de novo.';

/** The network may fail too: then nothing is known but, unless `lost` says otherwise, that everything typed is still here. */
export async function answered<T>(
  call: () => Promise<ActionResult<T>>,
  lost = 'Sem resposta do servidor. O que você digitou continua aqui: tente de novo.',
): Promise<ActionResult<T>> {
  try {
    return await call();
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, message: lost };
  }
}
