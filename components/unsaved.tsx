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

/** Tells the sheet around, and the browser, that leaving would lose what was typed. */
export function useUnsaved(unsaved: boolean): void {
  const scope = useContext(Context);
  const key = useId();
  useEffect(() => {
    scope?.mark(key, unsaved);
    return () => scope?.mark(key, false);
  }, [scope, key, unsaved]);
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
