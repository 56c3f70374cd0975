'use client';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { resolvePix } from '../pix/actions';

/** Says that a person has dealt with money that only a person can judge. */
export function ResolvePix({ invoiceId }: { invoiceId: string }) {
  const { tell } = useStatus();
  const [pending, start] = useTransition();
  const press = () => start(async () => tell(await answered(() => resolvePix({ invoiceId }))));
  return (
    <p className="mt-2">
      <Button size="sm" pending={pending} onClick={press}>
        Já resolvi
      </Button>
    </p>
  );
}
