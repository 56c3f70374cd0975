'use client';
import { LoaderCircle } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ComponentProps, MouseEvent } from 'react';
import { classes } from './classes';
import { useHydrated } from './hydrated';

type Look = { variant?: 'primary' | 'secondary' | 'ghost' | 'danger'; size?: 'sm' | 'md' };

/**
 * A button keeps its width and its name while it waits. In the server's HTML it is disabled, because a click
 * before hydration would be lost; it looks the same, so nothing flickers.
 */
export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  waiting = null,
  type = 'button',
  disabled = false,
  className,
  onClick,
  children,
  ...rest
}: ComponentProps<'button'> &
  Look & {
    pending?: boolean;
    /** Said beside the spinner, where it takes long. */
    waiting?: string | null;
  }) {
  const hydrated = useHydrated();
  const press = (event: MouseEvent<HTMLButtonElement>) =>
    pending ? event.preventDefault() : onClick?.(event);
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || !hydrated}
      data-off={disabled || undefined}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={press}
      className={classes(look({ variant, size }), className)}
    >
      <span className={classes('inline-flex items-center justify-center gap-2', pending && 'opacity-0')}>
        {children}
      </span>
      {pending && (
        <span className="late absolute inset-0 flex items-center justify-center gap-2">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {waiting}
        </span>
      )}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  variant = 'secondary',
  size = 'md',
  className,
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'href'> & Look & { href: string }) {
  return (
    <Link {...rest} href={href as Route} className={classes(look({ variant, size }), className)}>
      <span className="inline-flex items-center justify-center gap-2">{children}</span>
    </Link>
  );
}

const VARIANT = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong shadow-rest',
  secondary: 'bg-surface text-ink border border-line hover:bg-sunken hover:border-edge shadow-rest',
  ghost: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-danger-ink hover:brightness-95 shadow-rest',
};
const SIZE = {
  sm: 'h-11 px-3 text-sm sm:h-8 sm:text-[0.8125rem]',
  md: 'h-11 px-4 text-[0.9375rem] sm:h-9 sm:px-3.5 sm:text-sm',
};

const look = ({ variant, size }: Required<Look>) =>
  classes(
    'relative inline-flex shrink-0 select-none items-center justify-center rounded-control font-medium whitespace-nowrap',
    'transition-[background-color,border-color,color,scale] duration-100 active:scale-[0.985]',
    'data-off:pointer-events-none data-off:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    VARIANT[variant],
    SIZE[size],
  );
