'use client';
import { ChevronDown, CircleAlert } from 'lucide-react';
import { type ComponentProps, type FocusEvent, type ReactNode, useId, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { afterPress } from './after-press';
import { classes } from './classes';

export type FrameProps = { name: string; label: string; hint?: string };
type Shown = { id: string; error?: string; hint?: string; label?: string; children: ReactNode };

/** Label above, control, then the hint or what is wrong; the control is described by both. */
export function Frame({ id, label, hint, error, children }: Shown) {
  return (
    <div className="min-w-0">
      {label && (
        <label
          id={`${id}-label`}
          htmlFor={id}
          className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]"
        >
          {label}
        </label>
      )}
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] leading-5 text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p
          id={`${id}-error`}
          className="mt-1.5 flex items-start gap-1.5 text-[0.8125rem] leading-5 text-danger"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

/** The ids that tie a control to its label, hint and error. */
export function useFieldIds(hint: string | undefined, error: string | undefined) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return { id, control: { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described } };
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Connects one control to the form around it: value, error, ids, and what was typed before hydration. */
export function useField(name: string, hint?: string) {
  const { register, getFieldState, formState, getValues, setValue } = useFormContext();
  const seen = useRef(false);
  const { error: wrong, isDirty } = getFieldState(name, formState);
  const error = wrong?.message;
  const { id, control } = useFieldIds(hint, error);
  const { ref, ...registered } = register(name);
  const initial: unknown = getValues(name);

  // A fast typist or a password manager fills the field before React runs; registering would write the default over it.
  const keepTyped = (element: Control | null) => {
    const early =
      element && !seen.current && 'defaultValue' in element && element.value !== element.defaultValue;
    const typed = element?.value;
    if (element) seen.current = true;
    ref(element);
    if (early) setValue(name, typed, { shouldDirty: true });
  };

  // A field passed through untouched is no mistake yet; the submit will say so.
  const leave = (event: FocusEvent<Control>) => {
    if (event.target.value === '' && !isDirty) return;
    afterPress(() => void registered.onBlur(event));
  };

  return {
    frame: { id, error },
    input: {
      ...control,
      ...registered,
      ref: keepTyped,
      onBlur: leave,
      defaultValue: typeof initial === 'number' ? initial : String(initial ?? ''),
    },
    check: { ...control, ...registered, ref, defaultChecked: Boolean(initial) },
    set: (text: string) => setValue(name, text, { shouldDirty: true }),
  };
}

/** The browser's own list: on a phone nothing of ours is better. */
export function Select(native: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...native} className={classes(inputLook, 'appearance-none truncate pr-9')} />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}

/** A list with its label where what is chosen acts at once, or is no field of a form. */
export function LabelledSelect({ label, ...native }: ComponentProps<'select'> & { label: string }) {
  const id = useId();
  return (
    <Frame id={id} label={label}>
      <Select id={id} {...native} />
    </Frame>
  );
}

/** A unit inside the control's edge; the label already says what the field is. */
export function Affix({ before, after, children }: { before?: string; after?: string; children: ReactNode }) {
  const look = 'pointer-events-none absolute top-1/2 -translate-y-1/2 text-base text-faint sm:text-sm';
  return (
    <span className="relative block">
      {before && (
        <span aria-hidden className={`${look} left-3`}>
          {before}
        </span>
      )}
      {children}
      {after && (
        <span aria-hidden className={`${look} right-3`}>
          {after}
        </span>
      )}
    </span>
  );
}

const controlLook =
  'block w-full rounded-control border border-edge bg-surface px-3 text-base text-ink transition-[border-color,box-shadow] duration-100 hover:border-muted focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent/40 aria-invalid:border-danger disabled:bg-sunken disabled:text-muted disabled:opacity-100 lg:text-sm';
export const inputLook = `${controlLook} h-11 sm:h-9`;
export const areaLook = `${controlLook} py-2.5 sm:py-2`;
