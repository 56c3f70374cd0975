'use client';
import { useEffect, useRef } from 'react';

/** After the question of the import has given up looking for the button that opened it. */
const SETTLED_MS = 100;

/** Heads what comes in, or came in; takes the focus when the import goes away with its buttons. */
export function ResultHeading({ applied }: { applied: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const known = useRef(applied);
  useEffect(() => {
    if (applied === known.current) return;
    const timer = setTimeout(() => {
      known.current = applied;
      heading.current?.focus();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [applied]);
  return (
    <h2 ref={heading} tabIndex={-1} className="mb-4 w-fit font-semibold text-ink">
      {applied ? 'O que entrou' : 'O que vai entrar'}
    </h2>
  );
}
