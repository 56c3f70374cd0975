'use client';
import { X } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { ChoiceFrame } from '@/components/choice-frame';
import { useHydrated } from '@/components/hydrated';
import { PayMany } from './pay-many';

type Selection = {
  all: string[];
  chosen: ReadonlySet<string>;
  choose: (ids: string[], on: boolean) => void;
};
const Context = createContext<Selection>({ all: [], chosen: new Set(), choose: () => {} });

/** Which invoices of this page are marked. Another page or filter starts with none. */
export function InvoiceSelection({ payable, children }: { payable: string[]; children: ReactNode }) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const value = useMemo<Selection>(() => {
    const chosen = new Set(payable.filter((id) => marked.has(id)));
    const choose = (ids: string[], on: boolean) =>
      setMarked((old) => {
        const next = new Set(old);
        for (const id of ids) on ? next.add(id) : next.delete(id);
        return next;
      });
    return { all: payable, chosen, choose };
  }, [payable, marked]);
  return (
    <Context value={value}>
      {children}
      {value.chosen.size > 0 && <Bar ids={[...value.chosen]} onClear={() => setMarked(new Set())} />}
    </Context>
  );
}

/** Marks every invoice of the page that can be paid. */
export function PickAll() {
  const { all, chosen, choose } = useContext(Context);
  const box = useRef<HTMLInputElement>(null);
  const some = chosen.size > 0 && chosen.size < all.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <Box
      ref={box}
      label="Selecionar todas desta página"
      checked={all.length > 0 && chosen.size === all.length}
      disabled={all.length === 0}
      onChange={(on) => choose(all, on)}
    />
  );
}

/** One invoice's checkbox. Its name tells amount and day; whose it is, is its description. */
export function Pick({ id, label, describedBy }: { id: string; label: string; describedBy: string }) {
  const { chosen, choose } = useContext(Context);
  return (
    <Box
      label={label}
      describedBy={describedBy}
      checked={chosen.has(id)}
      onChange={(on) => choose([id], on)}
    />
  );
}

type BoxProps = {
  ref?: React.Ref<HTMLInputElement>;
  label: string;
  describedBy?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
};

/** The frame is the target: 44 px under a thumb, the box in its middle. */
function Box({ ref, label, describedBy, checked, disabled, onChange }: BoxProps) {
  const hydrated = useHydrated();
  return (
    <label className="grid size-11 cursor-pointer place-items-center sm:-m-2 sm:size-8">
      <input
        ref={ref}
        type="checkbox"
        aria-label={label}
        aria-describedby={describedBy}
        checked={checked}
        disabled={disabled || !hydrated}
        onChange={(event) => onChange(event.target.checked)}
        className="size-5 cursor-pointer accent-accent disabled:cursor-default sm:size-4"
      />
    </label>
  );
}

/** How many are marked, and the way on. */
function Bar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  return (
    <ChoiceFrame label="Faturas marcadas">
      <p className="tabular min-w-0 flex-1 text-ink max-sm:sr-only" aria-live="polite">
        {ids.length === 1 ? '1 marcada' : `${ids.length} marcadas`}
      </p>
      <Button variant="ghost" size="sm" onClick={onClear} aria-label="Limpar marcação">
        <X aria-hidden />
        <span className="max-sm:sr-only">Limpar</span>
      </Button>
      <PayMany ids={ids} />
    </ChoiceFrame>
  );
}
