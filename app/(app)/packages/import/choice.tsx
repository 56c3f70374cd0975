'use client';
import { useId } from 'react';

type Props = {
  title: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string; hint: string }[];
};

/** One of a few ways, each with what it means. */
export function Choice({ title, value, onChange, options }: Props) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium text-ink sm:text-[0.8125rem]">{title}</legend>
      <div className="grid gap-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-11 cursor-pointer items-start gap-3 rounded-control py-1.5"
          >
            <input
              type="radio"
              name={name}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              className="mt-1 size-4 shrink-0 accent-(--color-accent)"
            />
            <span>
              <span className="block text-ink">{option.label}</span>
              <span className="block text-[0.8125rem] leading-5 text-faint">{option.hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
