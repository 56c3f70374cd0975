'use client';
import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useController } from 'react-hook-form';
import { afterPress } from './after-press';
import { type Choice, useChoices } from './choices';
import { classes } from './classes';
import { Frame, type FrameProps, inputLook, useFieldIds } from './field-frame';
import { useHydrated } from './hydrated';

type Props = FrameProps & {
  /** Answers the best matches for what was typed; for nothing typed, a useful start. */
  load: (query: string) => Promise<Choice[]>;
  placeholder?: string;
  /** The choice behind the form's default value, whose label only the page knows. */
  initial?: Choice;
  onPick?: (choice: Choice | null) => void;
};

/** Picks one of very many by typing a part of it. The form's value is the choice's `value`. */
export function ComboboxField({ name, label, hint, load, placeholder, initial, onPick }: Props) {
  const { field, fieldState } = useController({ name });
  const ids = useFieldIds(hint, fieldState.error?.message);
  const [picked, setPicked] = useState<Choice | null>(initial ?? null);
  const { choices, state, search } = useChoices(load);
  const popupHome = useRef<HTMLDivElement>(null);
  const hydrated = useHydrated();
  const current = picked?.value === field.value ? picked : null;

  // The list's own hidden input carries an inline style, which the server's HTML must not have.
  if (!hydrated) {
    return (
      <Frame id={ids.id} label={label} hint={hint}>
        <input {...ids.control} disabled placeholder={placeholder} className={inputLook} />
      </Frame>
    );
  }
  return (
    <Frame id={ids.id} label={label} hint={hint} error={fieldState.error?.message}>
      <Combobox.Root<Choice>
        items={choices}
        filter={null}
        value={current}
        itemToStringLabel={(choice) => choice.label}
        isItemEqualToValue={(a, b) => a.value === b.value}
        onOpenChange={(open, { reason }) => open && reason !== 'input-change' && search('')}
        onInputValueChange={(text, { reason }) => reason === 'input-change' && search(text)}
        onValueChange={(choice) => {
          setPicked(choice);
          field.onChange(choice?.value ?? '');
          onPick?.(choice);
        }}
      >
        <Combobox.InputGroup className="relative block">
          <Combobox.Input
            {...ids.control}
            aria-labelledby={`${ids.id}-label`}
            ref={field.ref}
            onBlur={() => (field.value || fieldState.isDirty) && afterPress(field.onBlur)}
            placeholder={placeholder}
            autoComplete="off"
            className={classes(inputLook, 'pr-18')}
          />
          <span className="absolute inset-y-0 right-1 flex items-center">
            <Combobox.Clear aria-label="Limpar" className={iconLook}>
              <X aria-hidden className="size-4" />
            </Combobox.Clear>
            <Combobox.Trigger aria-label="Abrir a lista" className={iconLook}>
              <ChevronsUpDown aria-hidden className="size-4" />
            </Combobox.Trigger>
          </span>
        </Combobox.InputGroup>
        <Combobox.Portal container={popupHome}>
          <Combobox.Positioner positionMethod="fixed" sideOffset={4} collisionPadding={12} className="z-60">
            <Combobox.Popup
              aria-busy={state === 'loading' || undefined}
              className="max-h-[min(var(--available-height),20rem)] w-(--anchor-width) overflow-y-auto overscroll-contain rounded-card border border-line bg-raised p-1 text-ink shadow-float"
            >
              <p aria-live="polite" className="px-2.5 py-2 text-muted empty:hidden">
                {spoken(state, choices.length)}
              </p>
              <Combobox.List>
                {(choice: Choice) => (
                  <Combobox.Item
                    key={choice.value}
                    value={choice}
                    className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2.5 py-1.5 outline-none select-none data-highlighted:bg-sunken sm:min-h-9"
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block truncate">{choice.label}</span>
                      {choice.hint && (
                        <span className="tabular block truncate text-xs leading-4 text-faint">
                          {choice.hint}
                        </span>
                      )}
                    </span>
                    <Combobox.ItemIndicator>
                      <Check aria-hidden className="size-4 text-accent" />
                    </Combobox.ItemIndicator>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      <div ref={popupHome} />
    </Frame>
  );
}

const iconLook = 'grid size-9 place-items-center rounded-control text-muted hover:text-ink sm:size-7';

function spoken(state: 'idle' | 'loading' | 'failed', found: number): string | null {
  if (state === 'failed') return 'Não deu para buscar. Digite de novo.';
  if (found > 0) return null;
  return state === 'loading' ? 'Buscando…' : 'Nada encontrado.';
}
