'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False in the server's HTML and until React has taken the page over; then true, also for what mounts later. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
