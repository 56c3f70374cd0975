'use client';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { classes } from './classes';
import { useHydrated } from './hydrated';

/** The eye's name must not contain the word of the field: scripts and voice users find the field by it. */
export function PasswordInput({ className, ...rest }: ComponentProps<'input'>) {
  const [shown, setShown] = useState(false);
  const hydrated = useHydrated();
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <input {...rest} type={shown ? 'text' : 'password'} className={classes(className, 'pr-11')} />
      <button
        type="button"
        disabled={!hydrated}
        aria-label="Mostrar o que foi digitado"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-muted hover:text-ink"
      >
        <Icon aria-hidden className="size-4.5" />
      </button>
    </span>
  );
}
