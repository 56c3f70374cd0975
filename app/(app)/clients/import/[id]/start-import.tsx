'use client';
import { Upload } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { people } from '@/lib/words';
import { beginImport } from '../actions';

/** Lets the import run. What has an error stays out. */
export function StartImport({ id, count }: { id: string; count: number }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  return (
    <Button
      variant="primary"
      disabled={count === 0}
      pending={pending}
      onClick={() =>
        start(async () => {
          tell(await answered(() => beginImport({ id })));
          focusAfter(null);
        })
      }
    >
      <Upload aria-hidden />
      Importar {people(count)}
    </Button>
  );
}
