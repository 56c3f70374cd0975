'use client';
import { RefreshCw } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { beginSync } from './actions';

type Props = {
  /** Null: every server. */
  serverId: string | null;
  /** Where the reading is watched; on that page itself nothing. */
  place?: string;
  variant?: 'primary' | 'secondary';
  /** What a reading is at that is under way: the button keeps its place and the focus, and waits. */
  running?: string | null;
};

/** *Sincronizar Sigma*: begins a reading and goes where it is watched. */
export function BeginSync({ serverId, place, variant = 'secondary', running = null }: Props) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const { fail } = useStatus();
  const press = async () => {
    setPending(true);
    const answer = await answered(() => beginSync({ serverId }));
    setPending(false);
    if (!answer.ok) return fail(answer.message, answer.reference);
    if (place) router.push(place as Route);
  };
  return (
    <Button
      variant={running ? 'secondary' : variant}
      pending={pending || running !== null}
      waiting={running}
      onClick={() => void press()}
    >
      <RefreshCw aria-hidden />
      Sincronizar Sigma
    </Button>
  );
}
