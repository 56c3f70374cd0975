'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

export type Choice = { value: string; label: string; hint?: string };

const TYPING_MS = 200;

/** Asks for choices while one types; only the newest answer counts. Nothing typed asks at once, for the start list. */
export function useChoices(load: (query: string) => Promise<Choice[]>) {
  const [choices, setChoices] = useState<Choice[]>([]);
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const newest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = useCallback(
    (query: string) => {
      const turn = ++newest.current;
      setState('loading');
      clearTimeout(timer.current);
      timer.current = setTimeout(
        async () => {
          try {
            const found = await load(query.trim());
            if (turn !== newest.current) return;
            setChoices(found);
            setState('idle');
          } catch {
            if (turn === newest.current) setState('failed');
          }
        },
        query ? TYPING_MS : 0,
      );
    },
    [load],
  );
  return { choices, state, search };
}
