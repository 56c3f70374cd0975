'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const PAYING_MS = 1_500;
const RENEWING_MS = 4_000;

/** Reads the page again while something on it moves; a hidden tab waits until it is looked at. */
export function KeepFresh({ paying, renewing }: { paying: boolean; renewing: boolean }) {
  const router = useRouter();
  const every = paying ? PAYING_MS : renewing ? RENEWING_MS : null;
  useEffect(() => {
    if (every === null) return;
    const look = () => {
      if (document.visibilityState === 'visible') router.refresh();
    };
    const timer = setInterval(look, every);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [every, router]);
  return null;
}
