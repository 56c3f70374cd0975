'use client';
import { Webhook } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { listen } from './actions';

/** Has the connected Evolution post to us, without a visit to its own screens. */
export function Listen() {
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const ask = async () => {
    setPending(true);
    tell(await answered(() => listen({})));
    setPending(false);
  };
  return (
    <div>
      <Button pending={pending} className="max-sm:w-full" onClick={() => void ask()}>
        <Webhook aria-hidden />
        Ligar na Evolution
      </Button>
    </div>
  );
}
