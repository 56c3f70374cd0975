'use client';
import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef } from 'react';

type Register = { mark: (key: string, unsaved: boolean) => void };
const Context = createContext<Register | null>(null);

/** Collects whether any form inside has something typed and not sent. */
export function UnsavedScope({
  children,
  isUnsaved,
}: {
  children: ReactNode;
  isUnsaved: { current: () => boolean };
}) {
  const keys = useRef(new Set<string>());
  useEffect(() => {
    isUnsaved.current = () => keys.current.size > 0;
  }, [isUnsaved]);
  const register = useMemo<Register>(
    () => ({ mark: (key, unsaved) => void (unsaved ? keys.current.add(key) : keys.current.delete(key)) }),
    [],
  );
  return <Context value={register}>{children}</Context>;
}

/** Whatever on the page is typed and not saved, in a sheet or not. */
const everywhere = new Set<string>();
/** Whether leaving the page now would lose something. */
export const wouldLose = (): boolean => everywhere.size > 0;

/** Tells the sheet around, the page's guard and the browser that leaving would lose what was typed. */
export function useUnsaved(unsaved: boolean): void {
  const scope = useContext(Context);
  const key = useId();
  useEffect(() => {
    scope?.mark(key, unsaved);
    return () => scope?.mark(key, false);
  }, [scope, key, unsaved]);
  useEffect(() => {
    if (!unsaved) return;
    everywhere.add(key);
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      everywhere.delete(key);
      window.removeEventListener('beforeunload', ask);
    };
  }, [unsaved, key]);
}
