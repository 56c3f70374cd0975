'use client';
import { useState } from 'react';

/** Which rows are ticked. */
export function useTicks() {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setTicked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return { ticked, toggle, clear: () => setTicked(new Set()) };
}
