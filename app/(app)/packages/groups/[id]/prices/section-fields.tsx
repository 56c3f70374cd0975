'use client';
import { Plus, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Button } from '@/components/button';
import { inputLook, LabelledSelect } from '@/components/field-frame';
import type { GridFault } from '@/lib/groups/prices/faults/rules';
import type { GridSection } from '@/lib/groups/prices/grid/rules';
import type { Days } from '@/lib/groups/prices/headings/rules';
import { faultWords, renewalsWords } from '@/lib/groups/prices/messages';
import type { Currency } from '@/lib/money';
import { RowFields } from './row-fields';
import type { GridHands } from './use-grid';
import { Wrong } from './wrong';

type Props = {
  section: GridSection;
  position: number;
  hands: GridHands;
  types: number[];
  currency: Currency;
  money: (cents: number) => string;
  /** What is wrong in the whole grid. */
  faults: GridFault[];
};

/** The prices under one heading, and whether they renew. */
export function SectionFields({ section, position, hands, types, currency, money, faults }: Props) {
  const { key, label, days, sure, rows } = section;
  const title = useRef<HTMLInputElement>(null);
  const id = useId();
  const isAdded = hands.added === key;
  useEffect(() => {
    if (isAdded) title.current?.focus();
  }, [isAdded]);
  const of = (one: string) => faults.filter((fault) => 'key' in fault && fault.key === one);
  const [wrong] = of(key);
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Seção {position}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <label className="grid gap-1.5 text-sm font-medium sm:text-[0.8125rem]">
          Título da seção {position}
          <input
            ref={title}
            value={label}
            maxLength={80}
            onChange={(event) => hands.setLabel(key, event.target.value)}
            placeholder="3 Dias Renováveis"
            className={inputLook}
          />
        </label>
        <LabelledSelect
          label={`Renovações da seção ${position}`}
          value={days === null ? 'none' : String(days)}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong && id}
          onChange={(event) => hands.setDays(key, daysOf(event.target.value))}
        >
          {days === 'ask' && <option value="ask">Escolha…</option>}
          <option value="none">{renewalsWords(null)}</option>
          {lengths(types, days).map((n) => (
            <option key={n} value={n}>
              {renewalsWords(n)}
            </option>
          ))}
        </LabelledSelect>
      </div>
      {wrong ? (
        <Wrong id={id}>{faultWords(wrong, money)}</Wrong>
      ) : (
        <Note days={days} sure={sure} types={types} />
      )}
      <ul className="mt-3 grid gap-2">
        {rows.map((row, at) => (
          <RowFields
            key={row.key}
            row={row}
            name={`seção ${position}, linha ${at + 1}`}
            faults={of(row.key)}
            money={money}
            added={hands.added === row.key}
            currency={currency}
            onChange={(next) => hands.setRow(key, next)}
            onRemove={() => hands.removeRow(key, row.key)}
          />
        ))}
      </ul>
      <Button size="sm" variant="ghost" className="mt-1" data-add-row onClick={() => hands.addRow(key)}>
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
