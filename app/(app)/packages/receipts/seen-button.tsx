'use client';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { seen } from './actions';

type Props = {
  id: string;
  reference: string;
  /** When the newest of the texts that are shown came. */
  at: string;
};

/** A person has looked at a repeat of a settled receipt. */
export function SeenButton({ id, reference, at }: Props) {
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    tell(await answered(() => seen({ id, seen: at })));
    setPending(false);
  };
  return (
    <Button variant="primary" className="max-sm:w-full" pending={pending} onClick={() => void press()}>
      <Eye aria-hidden />
      Visto<span className="sr-only"> {reference}</span>
    </Button>
  );
}
