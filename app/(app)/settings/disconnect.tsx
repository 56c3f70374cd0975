'use client';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';

type Props = {
  /** With its article: *o WhatsApp*. */
  what: string;
  disconnect: (input: Record<string, never>) => Promise<ActionResult>;
  /** What will be gone, and what stays. */
  children: ReactNode;
};

/** Forgets a connection and its secrets, after one question. */
export function Disconnect({ what, disconnect, children }: Props) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Desconectar
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Desconectar ${what}?`}
        confirmLabel="Desconectar"
        danger
        onConfirm={async () => tell(await answered(() => disconnect({})))}
      >
        {children}
      </Confirm>
    </>
  );
}
