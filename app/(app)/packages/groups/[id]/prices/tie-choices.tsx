'use client';
import { Card } from '@/components/card';
import type { GridFault } from '@/lib/groups/prices/faults/rules';
import { AT_EVERY_PAYMENT, type TiedRow, tiedRows } from '@/lib/groups/prices/grid/rules';
import { faultWords, mbWords, renewalsWords } from '@/lib/groups/prices/messages';
import type { GridHands } from './use-grid';
import { Wrong } from './wrong';

type Props = { hands: GridHands; money: (cents: number) => string; locale: string; faults: GridFault[] };

/** Prices that buy more than one package: one must count, or a person decides at every payment. */
export function TieChoices({ hands, money, locale, faults }: Props) {
  const ties = tiedRows(hands.grid);
  if (ties.length === 0) return null;
  return (
    <Card title="Preços iguais">
      <p className="text-muted">
        Estes valores compram mais de um pacote. Mude um dos preços acima, escolha qual vale ou deixe para
        você decidir a cada pagamento.
      </p>
      <div className="mt-4 grid gap-5 sm:grid-cols-2">
        {ties.map(({ cents, rows }) => {
          const wrong = faults.find((fault) => fault.kind === 'tie' && fault.cents === cents);
          const id = `tie-${cents}-wrong`;
          return (
            <fieldset
              key={cents}
              data-fault={wrong ? true : undefined}
              aria-describedby={wrong && id}
              className={wrong ? 'rounded-control bg-danger-soft px-3 py-2' : undefined}
            >
              <legend className="font-medium text-ink">O que {money(cents)} compra?</legend>
              {[...rows.map((row) => choiceOf(row, locale)), EVERY].map(({ value, label }) => (
                <label key={value} className="flex min-h-11 items-center gap-3 sm:min-h-9">
                  <input
                    type="radio"
                    name={`tie-${cents}`}
                    value={value}
                    checked={hands.ties[cents] === value}
                    onChange={() => hands.setTie(cents, value)}
                    className="size-5 shrink-0 accent-accent sm:size-4"
                  />
                  <span className="tabular">{label}</span>
                </label>
              ))}
              {wrong && <Wrong id={id}>{faultWords(wrong, money)}</Wrong>}
            </fieldset>
          );
        })}
      </div>
    </Card>
  );
}

const EVERY = { value: AT_EVERY_PAYMENT, label: 'Decidir a cada pagamento' };
const choiceOf = ({ key, mb, days }: TiedRow, locale: string) => ({
  value: key,
  label: `${/^\d+$/.test(mb) ? mbWords(Number(mb), locale) : `${mb || '?'} MB`}, ${days === 'ask' ? 'renovações a escolher' : renewalsWords(days).toLowerCase()}`,
});
