'use client';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Badge } from '@/components/badge';

type PaidHere = { paid: ReadonlySet<string>; mark(invoiceId: string, paid: boolean): void };
const Context = createContext<PaidHere>({ paid: new Set(), mark: () => {} });
export const usePaidHere = () => useContext(Context);

/** What this person has just paid in a list that is not reloaded: the row's other cells must say so too. */
export function PaidHereScope({ children }: { children: ReactNode }) {
  const [paid, setPaid] = useState<ReadonlySet<string>>(new Set());
  const mark = (id: string, isPaid: boolean) =>
    setPaid((old) => new Set(isPaid ? [...old, id] : [...old].filter((other) => other !== id)));
  return <Context value={{ paid, mark }}>{children}</Context>;
}

/** An invoice's state as the server knew it, until it is paid here. */
export function StateCell({ invoiceId, children }: { invoiceId: string; children: ReactNode }) {
  return usePaidHere().paid.has(invoiceId) ? <Badge tone="success">Paga agora</Badge> : children;
}

/** What only an open invoice may offer. */
export function WhileOpen({ invoiceId, children }: { invoiceId: string; children: ReactNode }) {
  return usePaidHere().paid.has(invoiceId) ? null : children;
}
