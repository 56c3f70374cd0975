'use client';
import { RotateCcw } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { retryMany } from './actions';

/** Tries again only what failed; what was done stays as it is. */
export function RetryFailed({ bulkId, label }: { bulkId: string; label: string }) {
  const { tell } = useStatus();
  const [pending, start] = useTransition();
  return (
    <Button
      variant="primary"
      pending={pending}
      onClick={() =>
        start(async () => {
          tell(await answered(() => retryMany({ bulkId })));
          focusAfter(null);
        })
      }
    >
      <RotateCcw aria-hidden />
      {label}
    </Button>
  );
}
