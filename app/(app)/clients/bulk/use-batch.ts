'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { v7 } from 'uuid';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';

/**
 * Starts a batch and shows its progress. The key stays while what is asked stays, so that a retry after a lost
 * answer is the same batch. `failed`: nothing was started.
 */
export function useBatch() {
  const router = useRouter();
  const { fail } = useStatus();
  const batch = useRef({ id: '', of: '' });
  return async (asked: unknown, start: (bulkId: string) => Promise<ActionResult>, failed = () => {}) => {
    const of = JSON.stringify(asked);
    if (batch.current.of !== of) batch.current = { id: v7(), of };
    const started = await answered(() => start(batch.current.id));
    if (!started.ok) {
      failed();
      return fail(started.message, started.reference);
    }
    router.push(`/clients/bulk/${batch.current.id}` as Route);
    focusAfter(null);
  };
}
