'use client';
import { Plus, Trash2, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/button';
import { Affix, inputLook } from '@/components/field-frame';
import type { GridFault, GridRow, GridSection } from '@/lib/groups/prices/grid/rules';
import type { Days } from '@/lib/groups/prices/headings/rules';
import { renewalsWords } from '@/lib/groups/prices/messages';
import type { Currency } from '@/lib/money';
import type { GridHands } from './use-grid';

type Props = {
  section: GridSection;
  position: number;
  hands: GridHands;
  types: number[];
  currency: Currency;
  fault: GridFault | null;
};

/** The prices under one heading, and whether they renew. */
export function SectionFields({ section, position, hands, types, currency, fault }: Props) {
  const { key, label, days, sure, rows } = section;
  const wrong = fault?.kind === 'days' && fault.key === key;
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Seção {position}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <label className="grid gap-1.5 text-sm font-medium sm:text-[0.8125rem]">
          Título da seção {position}
          <input
            value={label}
            maxLength={80}
            onChange={(event) => hands.setLabel(key, event.target.value)}
            placeholder="3 Dias Renováveis"
            className={inputLook}
          />
        </label>
        <label
          data-fault={wrong || undefined}
          className="grid gap-1.5 text-sm font-medium sm:text-[0.8125rem]"
        >
          Renovações da seção {position}
          <select
            value={days === null ? 'none' : String(days)}
            aria-invalid={wrong || undefined}
            onChange={(event) => hands.setDays(key, daysOf(event.target.value))}
            className={inputLook}
          >
            {days === 'ask' && <option value="ask">Escolha…</option>}
            <option value="none">{renewalsWords(null)}</option>
            {lengths(types, days).map((n) => (
              <option key={n} value={n}>
                {renewalsWords(n)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Note days={days} sure={sure} types={types} />
      <ul className="mt-3 grid gap-2">
        {rows.map((row, at) => (
          <RowFields
            key={row.key}
            row={row}
            name={`seção ${position}, linha ${at + 1}`}
            fault={fault && 'key' in fault && fault.key === row.key ? fault.kind : null}
            added={hands.added === row.key}
            currency={currency}
            onChange={(next) => hands.setRow(key, next)}
            onRemove={() => hands.removeRow(key, row.key)}
          />
        ))}
      </ul>
      <Button size="sm" variant="ghost" className="mt-1" onClick={() => hands.addRow(key)}>
        <Plus aria-hidden />
        Adicionar linha<span className="sr-only"> na seção {position}</span>
      </Button>
    </fieldset>
  );
}

const daysOf = (value: string): Days => (value === 'ask' ? 'ask' : value === 'none' ? null : Number(value));

/** What can be chosen, and what stands here although it cannot be sold. */
const lengths = (types: number[], days: Days): number[] =>
  typeof days === 'number' && !types.includes(days) ? [...types, days].sort((a, b) => a - b) : types;

function Note({ days, sure, types }: { days: Days; sure: boolean; types: number[] }) {
  const text =
    days === 'ask'
      ? 'O título não diz se há renovações: escolha.'
      : typeof days === 'number' && !types.includes(days)
        ? `O tipo de ${days} dias ainda não existe em Regras: sem ele, estes pagamentos vão para você decidir.`
        : sure
          ? null
          : 'O título não diz com todas as letras se renova. Confira.';
  if (!text) return null;
  return (
    <p className="mt-2 flex items-start gap-1.5 text-[0.8125rem] leading-5 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {text}
    </p>
  );
}

type RowProps = {
  row: GridRow;
  name: string;
  fault: GridFault['kind'] | null;
  added: boolean;
  currency: Currency;
  onChange: (row: GridRow) => void;
  onRemove: () => void;
};

function RowFields({ row, name, fault, added, currency, onChange, onRemove }: RowProps) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (added) first.current?.focus();
  }, [added]);
  const unit = currency === 'MZN' ? 'MT' : 'R$';
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto] items-center gap-x-2">
      <div data-fault={fault === 'mb' || undefined}>
        <Affix after="MB">
          <input
            ref={first}
            aria-label={`Megabytes, ${name}`}
            aria-invalid={fault === 'mb' || undefined}
            inputMode="numeric"
            autoComplete="off"
            value={row.mb}
            onChange={(event) => onChange({ ...row, mb: event.target.value })}
            className={`${inputLook} tabular pr-10`}
          />
        </Affix>
      </div>
      <span aria-hidden className="text-faint">
        =
      </span>
      <div data-fault={fault === 'price' || undefined}>
        <Affix after={unit}>
          <input
            aria-label={`Preço, ${name}`}
            aria-invalid={fault === 'price' || undefined}
            inputMode="decimal"
            autoComplete="off"
            value={row.price}
            onChange={(event) => onChange({ ...row, price: event.target.value })}
            className={`${inputLook} tabular pr-10`}
          />
        </Affix>
      </div>
      <Button variant="ghost" size="sm" onClick={onRemove}>
        <Trash2 aria-hidden />
        <span className="sr-only">Apagar {name}</span>
      </Button>
      {row.text && (
        <p className="col-span-4 mt-0.5 text-[0.8125rem] leading-5 text-faint wrap-break-word">
          Lido de: {row.text}
        </p>
      )}
    </li>
  );
}
