'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const RUNNING_MS = 1_500;
const FOLLOWING_MS = 4_000;

/**
 * Reads the page again while something on it moves: the batch itself, or what follows from it. A hidden tab
 * waits until it is looked at.
 */
export function KeepFresh({ running, following = false }: { running: boolean; following?: boolean }) {
  const router = useRouter();
  const every = running ? RUNNING_MS : following ? FOLLOWING_MS : null;
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
