'use client';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered, NO_ANSWER } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';

type Props = {
  id: string;
  act: (input: { id: string }) => Promise<ActionResult<unknown>>;
  variant?: 'primary' | 'secondary';
  size?: 'sm' | 'md';
  children: ReactNode;
};

/** A button that does one thing to a server and says what came of it. */
export function ActOnServer({ id, act, variant = 'secondary', size = 'md', children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    // What it did may take it away: where it stood is found before.
    const section = button.current?.closest('section') ?? null;
    tell(await answered(() => act({ id }), NO_ANSWER));
    setPending(false);
    focusAfter(section);
  };
  return (
    <Button ref={button} variant={variant} size={size} pending={pending} onClick={() => void press()}>
      {children}
    </Button>
  );
}
