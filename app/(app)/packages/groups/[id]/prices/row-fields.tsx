'use client';
import { Trash2 } from 'lucide-react';
import { type MouseEvent, useEffect, useId, useRef } from 'react';
import { Button } from '@/components/button';
import { Affix, inputLook } from '@/components/field-frame';
import type { GridFault } from '@/lib/groups/prices/faults/rules';
import type { GridRow } from '@/lib/groups/prices/grid/rules';
import { faultWords } from '@/lib/groups/prices/messages';
import type { Currency } from '@/lib/money';
import { Wrong } from './wrong';

type Props = {
  row: GridRow;
  name: string;
  /** What is wrong with this row. */
  faults: GridFault[];
  money: (cents: number) => string;
  added: boolean;
  currency: Currency;
  onChange: (row: GridRow) => void;
  onRemove: () => void;
};

/** One price: its megabytes, its value, and under them what is wrong with them. */
export function RowFields({ row, name, faults, money, added, currency, onChange, onRemove }: Props) {
  const first = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (added) first.current?.focus();
  }, [added]);
  const unit = currency === 'MZN' ? 'MT' : 'R$';
  /** Of a row that stands twice both fields are wrong, and its first is where the focus goes. */
  const marks = (kind: 'mb' | 'price') => {
    const mine = faults.filter((fault) => fault.kind === kind || fault.kind === 'twice');
    const described = mine.map((fault) => `${id}-${fault.kind}`).join(' ');
    return { 'aria-invalid': mine.length > 0 || undefined, 'aria-describedby': described || undefined };
  };
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto] items-center gap-x-2">
      <Affix after="MB">
        <input
          ref={first}
          aria-label={`Megabytes, ${name}`}
          {...marks('mb')}
          inputMode="numeric"
          autoComplete="off"
          value={row.mb}
          onChange={(event) => onChange({ ...row, mb: event.target.value })}
          className={`${inputLook} tabular pr-10`}
        />
      </Affix>
      <span aria-hidden className="text-faint">
        =
      </span>
      <Affix after={unit}>
        <input
          aria-label={`Preço, ${name}`}
          {...marks('price')}
          inputMode="decimal"
          autoComplete="off"
          value={row.price}
          onChange={(event) => onChange({ ...row, price: event.target.value })}
          className={`${inputLook} tabular pr-10`}
        />
      </Affix>
      <Button
        variant="ghost"
        size="sm"
        className="max-sm:min-w-11"
        data-remove
        onClick={(event) => {
          handOn(event);
          onRemove();
        }}
      >
        <Trash2 aria-hidden />
        <span className="sr-only">Apagar {name}</span>
      </Button>
      {faults.map((fault) => (
        <Wrong key={fault.kind} id={`${id}-${fault.kind}`} className="col-span-4">
          {faultWords(fault, money)}
        </Wrong>
      ))}
      {row.text && (
        <p className="col-span-4 mt-0.5 text-[0.8125rem] leading-5 text-faint wrap-break-word">
          Lido de: {row.text}
        </p>
      )}
    </li>
  );
}

/**
 * The button that was pressed is about to go: the focus goes on to the next row's, behind the last one to what
 * adds a row, and behind a section's only one to what adds a section.
 */
function handOn({ currentTarget }: MouseEvent<HTMLElement>): void {
  const row = currentTarget.closest('li');
  const next = row?.nextElementSibling?.querySelector<HTMLElement>('[data-remove]');
  const only = row?.parentElement?.childElementCount === 1;
  const adding = only ? document : row?.closest('fieldset');
  (next ?? adding?.querySelector<HTMLElement>(only ? '[data-add-section]' : '[data-add-row]'))?.focus();
}
