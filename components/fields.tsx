'use client';
import type { ComponentProps } from 'react';
import { type Currency, moneyInput, parseMoney } from '@/lib/money';
import { classes } from './classes';
import { Affix, areaLook, Frame, type FrameProps, inputLook, Select, useField } from './field-frame';
import { PasswordInput } from './password-input';

type Native = Pick<
  ComponentProps<'input'>,
  | 'placeholder'
  | 'autoComplete'
  | 'inputMode'
  | 'required'
  | 'maxLength'
  | 'autoFocus'
  | 'spellCheck'
  | 'disabled'
>;
type TextProps = FrameProps & Native & { type?: 'text' | 'email' | 'password' | 'url' | 'tel' | 'number' };

export function TextField({ name, label, hint, type = 'text', ...native }: TextProps) {
  const field = useField(name, hint);
  if (type === 'password') {
    return (
      <Frame {...field.frame} label={label} hint={hint}>
        <PasswordInput {...native} {...field.input} className={inputLook} />
      </Frame>
    );
  }
  return (
    <Frame {...field.frame} label={label} hint={hint}>
      <input
        {...native}
        {...field.input}
        type={type}
        className={classes(inputLook, type === 'number' && 'tabular')}
      />
    </Frame>
  );
}

export function TextareaField({
  name,
  label,
  hint,
  rows = 3,
  ...native
}: FrameProps & ComponentProps<'textarea'>) {
  const field = useField(name, hint);
  return (
    <Frame {...field.frame} label={label} hint={hint}>
      <textarea {...native} {...field.input} rows={rows} className={areaLook} />
    </Frame>
  );
}

type Option = { value: string; label: string; disabled?: boolean };
type SelectProps = FrameProps & {
  options: readonly Option[];
  placeholder?: string;
  disabled?: boolean;
  required?: boolean;
};

/** One of a list. An empty start value gets a prompt. */
export function SelectField({
  name,
  label,
  hint,
  options,
  placeholder = 'Escolha…',
  ...native
}: SelectProps) {
  const field = useField(name, hint);
  const prompts = !options.some((o) => o.value === '');
  return (
    <Frame {...field.frame} label={label} hint={hint}>
      <Select {...native} {...field.input}>
        {prompts && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((o) => (
          <option key={o.value} value={o.value} disabled={o.disabled}>
            {o.label}
          </option>
        ))}
      </Select>
    </Frame>
  );
}

/** The value is the text a person typed; the schema reads it with `parseMoney`. Leaving the field tidies it. */
export function MoneyField({
  name,
  label,
  hint,
  currency,
  ...native
}: FrameProps & Native & { currency: Currency }) {
  const field = useField(name, hint);
  const tidy = (text: string) => {
    const cents = parseMoney(text);
    if (cents !== null) field.set(moneyInput(cents));
  };
  return (
    <Frame {...field.frame} label={label} hint={hint}>
      <Affix before={currency === 'BRL' ? 'R$' : undefined} after={currency === 'MZN' ? 'MT' : undefined}>
        <input
          {...native}
          {...field.input}
          inputMode="decimal"
          autoComplete="off"
          onBlur={(event) => {
            tidy(event.target.value);
            return field.input.onBlur(event);
          }}
          className={classes(inputLook, 'tabular', currency === 'BRL' ? 'pl-10' : 'pr-10')}
        />
      </Affix>
    </Frame>
  );
}

/** A calendar day `YYYY-MM-DD`, or with `time` a wall-clock text `YYYY-MM-DDTHH:MM` in the reseller's zone. */
export function DateField({
  name,
  label,
  hint,
  time = false,
  ...native
}: FrameProps & Native & { time?: boolean }) {
  const field = useField(name, hint);
  return (
    <Frame {...field.frame} label={label} hint={hint}>
      <input
        {...native}
        {...field.input}
        type={time ? 'datetime-local' : 'date'}
        className={classes(inputLook, 'tabular min-w-0 appearance-none')}
      />
    </Frame>
  );
}

/** A yes or no with its sentence beside it. */
export function CheckboxField({ name, label, hint, disabled }: FrameProps & { disabled?: boolean }) {
  const field = useField(name, hint);
  return (
    <Frame {...field.frame} hint={hint}>
      <label className="flex min-h-11 items-center gap-3 sm:min-h-9">
        <input
          {...field.check}
          type="checkbox"
          disabled={disabled}
          className="size-5 shrink-0 accent-accent sm:size-4"
        />
        <span>{label}</span>
      </label>
    </Frame>
  );
}
