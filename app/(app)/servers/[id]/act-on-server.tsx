'use client';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/button';
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
  const [pending, setPending] = useState(false);
  const { tell, fail } = useStatus();
  const press = async () => {
    setPending(true);
    try {
      tell(await act({ id }));
    } catch {
      fail('Sem resposta do servidor. Tente de novo.');
    } finally {
      setPending(false);
    }
  };
  return (
    <Button variant={variant} size={size} pending={pending} onClick={() => void press()}>
      {children}
    </Button>
  );
}
