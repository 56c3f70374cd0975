'use client';
import { useState } from 'react';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';

type Act = (input: { id: string }) => Promise<ActionResult>;

/** Runs one act on one message and says what came of it; two presses are one act. */
export function useAct(id: string) {
  const [busy, setBusy] = useState<Act | null>(null);
  const { tell } = useStatus();
  const run = async (act: Act) => {
    if (busy) return;
    setBusy(() => act);
    tell(await answered(() => act({ id })));
    setBusy(null);
  };
  return { run, pending: (act: Act) => busy === act };
}
